/**
 * Rows of each scope and table, kept as they change: a sum of a few numbers instead of a count of a million rows. Each
 * statement on the feed appends what it added or took away, so that writers never wait for each other as they would for
 * a row that holds the total; the numbers are merged from time to time.
 */
export const totals: readonly string[] = [
  `create table feed_deltas (
    scope text not null,
    table_name text not null,
    amount bigint not null
  )`,
  `create index feed_deltas_scope on feed_deltas (scope)`,
  `insert into feed_deltas select scope, table_name, count(*) from feed where not gone group by scope, table_name`,
  `create function count_feed() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' then
        insert into feed_deltas
        select scope, table_name, count(*) from added where not gone group by scope, table_name;
      elsif tg_op = 'DELETE' then
        insert into feed_deltas
        select scope, table_name, -count(*) from removed where not gone group by scope, table_name;
      elsif tg_op = 'UPDATE' then
        insert into feed_deltas
        select scope, table_name, sum(amount) from (
          select scope, table_name, 1 as amount from added where not gone
          union all
          select scope, table_name, -1 from removed where not gone
        ) as changes
        group by scope, table_name having sum(amount) <> 0;
      else
        delete from feed_deltas;
      end if;
      return null;
    end $$`,
  `create trigger feed_counts_added after insert on feed referencing new table as added
    for each statement execute function count_feed()`,
  `create trigger feed_counts_changed after update on feed referencing old table as removed new table as added
    for each statement execute function count_feed()`,
  `create trigger feed_counts_removed after delete on feed referencing old table as removed
    for each statement execute function count_feed()`,
  `create trigger feed_counts_emptied after truncate on feed for each statement execute function count_feed()`,
]
