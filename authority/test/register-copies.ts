import { sql } from 'kysely'
import type { Db } from '#authority/db/types.ts'

/** Sequences that a register counts with; what identity columns count is of no meaning. */
const sequences = ['feed_position', 'request_numbers', 'certificate_numbers', 'appointment_numbers']

async function tablesOf(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not like '%migration%'
  `.execute(db)
  return rows.map(({ name }) => name)
}

/**
 * Copies of a whole register inside its own database, by name: as quick as a backup and its restore must be where a
 * thousand of them are simulated. Not what an authority does; docs/operations.md says that.
 */
export class RegisterCopies {
  readonly #db: Db
  readonly #tidying: string

  private constructor(db: Db, tables: readonly string[]) {
    this.#db = db
    this.#tidying = `vacuum ${tables.join(', ')}`
  }

  /** Makes room for copies of these names. */
  static async open(db: Db, names: readonly string[]): Promise<RegisterCopies> {
    const tables = await tablesOf(db)
    const say = (statement: string) => sql.raw(statement).execute(db)
    await say('create schema copies')
    for (const name of names) {
      for (const table of tables) await say(`create table copies.${name}_${table} as table ${table} with no data`)
      await say(`create table copies.${name}_sequences (name text, last bigint)`)
    }
    const each = (line: (table: string) => string) => tables.map(line).join('\n')
    for (const name of names) {
      const keep = [
        each((table) => `delete from copies.${name}_${table}; insert into copies.${name}_${table} table ${table};`),
        `delete from copies.${name}_sequences;`,
        ...sequences.map(
          (sequence) =>
            `insert into copies.${name}_sequences select '${sequence}', case when is_called then last_value else 0 end from ${sequence};`,
        ),
      ]
      // Whatever guards the register against such hands looks away: triggers and foreign keys of one transaction.
      const give = [
        `perform set_config('session_replication_role', 'replica', true);`,
        each((table) => `delete from ${table};`),
        each((table) => `insert into ${table} overriding system value table copies.${name}_${table};`),
        `perform setval(name::regclass, greatest(last, 1), last > 0) from copies.${name}_sequences;`,
      ]
      for (const [verb, lines] of Object.entries({ keep, give }))
        await say(
          `create function copies.${verb}_${name}() returns void language plpgsql as $$ begin ${lines.join('\n')} end $$`,
        )
    }
    return new RegisterCopies(db, [
      ...tables,
      ...names.flatMap((name) => tables.map((table) => `copies.${name}_${table}`)),
    ])
  }

  /** Keeps the register as it stands, over what was kept under the name. */
  async keep(name: string): Promise<void> {
    await sql.raw(`select copies.keep_${name}()`).execute(this.#db)
  }

  /** Puts what was kept in the place of the register. */
  async giveBack(name: string): Promise<void> {
    await sql.raw(`select copies.give_${name}()`).execute(this.#db)
  }

  /** Clears what was left behind by many copies; the system's own tables, which take ten times as long, hold none of it. */
  async tidy(): Promise<void> {
    await sql.raw(this.#tidying).execute(this.#db)
    // Nobody else makes one, and the log of what was written would only grow.
    await sql.raw('checkpoint').execute(this.#db)
  }
}
