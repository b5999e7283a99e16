import type { PasswordRule } from '#shared/domain/clerks/password-policy.ts'

export type PageLanguage = 'ar' | 'en'

/** Everything that the pages of the sign-in say, in one language. */
export interface SignInWords {
  readonly other: string
  readonly appName: string
  readonly continue: string
  readonly password: {
    readonly title: string
    readonly lead: string
    readonly username: string
    readonly password: string
    readonly wrong: string
  }
  readonly code: {
    readonly title: string
    readonly lead: string
    readonly code: string
    readonly recovery: string
    readonly wrong: string
  }
  readonly change: {
    readonly title: string
    readonly lead: string
    readonly password: string
    readonly again: string
    readonly rulesTitle: string
    readonly rules: Readonly<Record<PasswordRule, string>>
    readonly unmet: string
    readonly fault: string
    readonly unequal: string
    readonly same: string
    readonly save: string
  }
  readonly enrol: {
    readonly title: string
    readonly lead: string
    readonly scan: string
    readonly picture: string
    readonly typed: string
    readonly key: string
    readonly code: string
    readonly wrong: string
  }
  readonly recovery: {
    readonly title: string
    readonly lead: string
    readonly list: string
    readonly kept: string
  }
  readonly gone: { readonly title: string; readonly lead: string }
  readonly error: { readonly title: string; readonly lead: string; readonly code: string }
  /** `{time}` stands for the time of day. */
  readonly wait: string
  readonly busy: string
}

const ar: SignInWords = {
  other: 'English',
  appName: 'ممارس ديسك',
  continue: 'متابعة',
  password: {
    title: 'تسجيل الدخول',
    lead: 'إدخال اسم المستخدم وكلمة المرور الخاصين بموظفي الهيئة.',
    username: 'اسم المستخدم',
    password: 'كلمة المرور',
    wrong: 'اسم المستخدم أو كلمة المرور غير صحيحة.',
  },
  code: {
    title: 'رمز التحقق',
    lead: 'إدخال الرمز المكوّن من ستة أرقام الظاهر في تطبيق المصادقة.',
    code: 'رمز التحقق',
    recovery: 'عند فقد الهاتف يُكتب هنا أحد رموز الاسترداد.',
    wrong: 'الرمز غير صحيح أو سبق استخدامه. يلزم انتظار الرمز التالي إن كان قد استُخدم.',
  },
  change: {
    title: 'تغيير كلمة المرور',
    lead: 'كلمة المرور الحالية مؤقتة، ويلزم استبدالها قبل المتابعة.',
    password: 'كلمة المرور الجديدة',
    again: 'تأكيد كلمة المرور الجديدة',
    rulesTitle: 'شروط كلمة المرور',
    rules: {
      length: 'من 8 إلى 128 حرفًا',
      upper: 'حرف لاتيني كبير',
      lower: 'حرف لاتيني صغير',
      digit: 'رقم',
      symbol: 'علامة مثل ! أو #',
      'not-name': 'لا تتضمن الاسم أو اسم المستخدم',
      'not-birth-date': 'لا تتضمن تاريخ الميلاد',
    },
    unmet: 'غير مستوفى',
    fault: 'كلمة المرور لا تستوفي الشروط المشار إليها.',
    unequal: 'كلمتا المرور غير متطابقتين.',
    same: 'كلمة المرور الجديدة هي الحالية نفسها.',
    save: 'حفظ ومتابعة',
  },
  enrol: {
    title: 'إعداد التحقق بخطوتين',
    lead: 'يحتاج كل دخول إلى رمز من تطبيق مصادقة على الهاتف، إضافةً إلى كلمة المرور.',
    scan: 'تصوير هذا الرمز بتطبيق المصادقة.',
    picture: 'رمز مربع يقرؤه تطبيق المصادقة',
    typed: 'أو كتابة هذا المفتاح في التطبيق.',
    key: 'المفتاح',
    code: 'إدخال الرمز الذي يعرضه التطبيق',
    wrong: 'الرمز غير صحيح. يلزم التأكد من ضبط ساعة الهاتف تلقائيًا.',
  },
  recovery: {
    title: 'رموز الاسترداد',
    lead: 'يُستخدم كل رمز مرة واحدة بدل الهاتف عند فقده. لا تُعرض هذه الرموز مرة أخرى؛ تُحفظ مطبوعةً أو مكتوبةً في مكان آمن.',
    list: 'رموز الاسترداد',
    kept: 'حُفظت الرموز، متابعة',
  },
  gone: {
    title: 'انتهت مدة هذه الصفحة',
    lead: 'العودة إلى البرنامج وبدء تسجيل الدخول من جديد. لم يُفقد شيء من العمل.',
  },
  error: {
    title: 'تعذّر تسجيل الدخول',
    lead: 'العودة إلى البرنامج وإعادة المحاولة، وإبلاغ الدعم بهذا الرمز إن تكرر ذلك.',
    code: 'رمز الخطأ',
  },
  wait: 'محاولات غير صحيحة كثيرة. تُقبل المحاولة التالية بعد الساعة {time}.',
  busy: 'يسجل كثيرون الدخول الآن. يلزم الانتظار قليلًا ثم إعادة المحاولة.',
}

const en: SignInWords = {
  other: 'العربية',
  appName: 'Mumaris Desk',
  continue: 'Continue',
  password: {
    title: 'Sign in',
    lead: 'Enter the username and password of your account at the authority.',
    username: 'Username',
    password: 'Password',
    wrong: 'The username or the password is not correct.',
  },
  code: {
    title: 'Verification code',
    lead: 'Enter the six-digit code that your authenticator app shows.',
    code: 'Verification code',
    recovery: 'If the phone is lost, type one of the recovery codes here.',
    wrong: 'The code is not correct or was used before. If it was used, wait for the next one.',
  },
  change: {
    title: 'Change the password',
    lead: 'The present password is temporary and has to be replaced before you go on.',
    password: 'New password',
    again: 'New password again',
    rulesTitle: 'What the password needs',
    rules: {
      length: '8 to 128 characters',
      upper: 'an upper-case letter',
      lower: 'a lower-case letter',
      digit: 'a digit',
      symbol: 'a symbol such as ! or #',
      'not-name': 'not your name or username',
      'not-birth-date': 'not your birth date',
    },
    unmet: 'not met',
    fault: 'The password does not meet what is marked below.',
    unequal: 'The two passwords are not the same.',
    same: 'The new password is the present one.',
    save: 'Save and continue',
  },
  enrol: {
    title: 'Set up two-step verification',
    lead: 'Every sign-in needs a code from an authenticator app on your phone besides the password.',
    scan: 'Scan this code with the authenticator app.',
    picture: 'A square code that the authenticator app reads',
    typed: 'Or type this key into the app.',
    key: 'Key',
    code: 'Enter the code that the app shows',
    wrong: 'The code is not correct. See that the phone sets its clock by itself.',
  },
  recovery: {
    title: 'Recovery codes',
    lead: 'Each of them takes the place of the phone once, if it is lost. They are not shown again; keep them printed or written in a safe place.',
    list: 'Recovery codes',
    kept: 'I have kept them, continue',
  },
  gone: {
    title: 'This page has expired',
    lead: 'Go back to the application and begin to sign in again. Nothing of your work was lost.',
  },
  error: {
    title: 'Signing in did not work',
    lead: 'Go back to the application and try again; tell support this code if it happens again.',
    code: 'Error code',
  },
  wait: 'Too many wrong tries. The next one is taken after {time}.',
  busy: 'Many people are signing in now. Wait a little and try again.',
}

export const signInWords: Readonly<Record<PageLanguage, SignInWords>> = { ar, en }
