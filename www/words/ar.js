/** Arabic. The texts that never change stand in page-ar.js. */

const RULES = new Intl.PluralRules("ar");

/**
 * A counted noun: one and two stand without a figure, as in speech.
 * @param {number} n
 * @param {{ one: string, two: string, few: string, many: string, other: string }} noun
 */
function counted(n, noun) {
  const form = RULES.select(n);
  if (form === "one" || form === "two") return noun[form];
  return `${n} ${form === "few" || form === "many" ? noun[form] : noun.other}`;
}

const SECOND = { one: "ثانية واحدة", two: "ثانيتين", few: "ثوانٍ", many: "ثانية", other: "ثانية" };
const MINUTE = { one: "دقيقة واحدة", two: "دقيقتين", few: "دقائق", many: "دقيقة", other: "دقيقة" };
const HOUR = { one: "ساعة واحدة", two: "ساعتين", few: "ساعات", many: "ساعة", other: "ساعة" };
const TRY = { one: "محاولة واحدة", two: "محاولتان", few: "محاولات", many: "محاولة", other: "محاولة" };

/**
 * A time span as a person says it.
 * @param {number} seconds
 */
function duration(seconds) {
  const whole = Math.max(1, Math.ceil(seconds));
  if (whole < 120) return counted(whole, SECOND);
  const minutes = Math.ceil(whole / 60);
  return minutes < 120 ? counted(minutes, MINUTE) : counted(Math.ceil(minutes / 60), HOUR);
}

/** @type {import("../words.js").Sentences} */
export const SENTENCES = {
  start: () => "أي رقم يصلح: تصل الرسائل إلى صندوق الوارد في هذه الصفحة.",
  sending: () => "جارٍ الإرسال…",
  checking: () => "جارٍ التحقق…",
  waiting: ({ number }) => `هناك رمز في انتظار ${number}. اكتبه، أو أرسل رمزًا جديدًا.`,
  sent: ({ number }) => `الرمز في طريقه إلى ${number}.`,
  verified: () => "تم التحقق",
  locked: ({ number }) => `رمز ${number} مغلق. أرسل رمزًا جديدًا.`,

  number_missing: () => "اكتب رقم واتساب أولًا.",
  not_a_number: () => "هذا ليس رقم واتساب. اكتبه كاملًا مع رمز البلد، مثل \u2066+20 123 456 789\u2069.",
  not_on_whatsapp: () => "لا يمكن الوصول إلى هذا الرقم على واتساب.",
  wait: ({ seconds }) => `انتظر ${duration(seconds)} قبل أن تطلب رمزًا آخر.`,
  wait_unknown: () => "طُلبت رموز كثيرة. حاول مرة أخرى لاحقًا.",
  channel_restricted: () => "لا يسمح لنا واتساب بإرسال الرسائل الآن. حاول مرة أخرى لاحقًا.",
  send_unreachable: () => "تعذّر الوصول إلى الخدمة، فلم يُرسل أي رمز. تحقق من اتصالك وحاول مرة أخرى.",
  send_unknown: () => "لا نعرف إن كان الرمز قد أُرسل: انظر في واتساب قبل أن تطلب غيره.",
  offline: () => "أنت غير متصل بالإنترنت. ما كتبته باقٍ هنا؛ حاول مرة أخرى حين يعود الاتصال.",
  online: () => "عاد الاتصال. أكمل من حيث توقفت.",

  code_missing: () => "اكتب الرمز الوارد في رسالة واتساب.",
  not_a_code: () => "هذا لا يشبه الرمز. اكتب الأرقام الـ6 الواردة في رسالة واتساب.",
  invalid_code: ({ left }) =>
    left === 0
      ? "الرمز خطأ، وكانت هذه آخر محاولة. أرسل رمزًا جديدًا."
      : left === undefined
        ? "الرمز خطأ. انظر في الرسالة وحاول مرة أخرى."
        : `الرمز خطأ. بقي لك ${counted(left, TRY)}.`,
  expired_code: () => "انتهت صلاحية الرمز. أرسل رمزًا جديدًا.",
  already_used: () => "سبق استعمال هذا الرمز. الرمز يعمل مرة واحدة: أرسل رمزًا جديدًا.",
  no_active_otp: () => "لا رمز في انتظار هذا الرقم. أرسل رمزًا جديدًا.",
  too_many_attempts: ({ seconds }) =>
    seconds === undefined
      ? "محاولات خاطئة كثيرة، فأُغلق هذا الرمز حتى أمام الأرقام الصحيحة. أرسل رمزًا جديدًا."
      : `محاولات خاطئة كثيرة. انتظر ${duration(seconds)} قبل أن تحاول مرة أخرى.`,
  refused: () => "لم يُقبل الرمز.",
  check_wait: ({ seconds }) => `محاولات كثيرة في وقت قصير. انتظر ${duration(seconds)} ثم اضغط تحقق مرة أخرى.`,
  check_wait_unknown: () => "محاولات كثيرة في وقت قصير. انتظر قليلًا ثم اضغط تحقق مرة أخرى.",
  check_unreachable: () => "تعذّر الوصول إلى الخدمة. تحقق من اتصالك ثم اضغط تحقق مرة أخرى.",
  check_failed: () => "في الخدمة مشكلة، ولم يُفحص الرمز. اضغط تحقق مرة أخرى بعد لحظات.",
  not_set_up: () => "لا تقبل الخدمة طلبات من هذه الصفحة. إعدادها غير صحيح.",
  broken: () => "حدث خطأ لدينا. حاول مرة أخرى بعد لحظات.",

  number_hint: () => "مع رمز البلد، مثل \u2066+20\u00a0123\u00a0456\u00a0789\u2069.",
  resend_in: ({ time }) => `يمكنك طلب رمز آخر بعد ${time}.`,
  code_none: () => "أرسل رمزًا أولًا.",
  code_life: ({ time }) => `6 أرقام، صالحة لمدة ${time}`,
  code_tries: ({ left }) => `بقي ${counted(left, TRY)}`,
  code_late: () => "انتهى وقته. أرسل رمزًا جديدًا.",
  code_locked: () => "أرسل رمزًا جديدًا لتكمل.",
  code_done: () => "الرمز يعمل مرة واحدة.",

  on_phone: ({ number }) => `على هاتف ${number}`,
  to: ({ number }) => `إلى ${number}`,
  no_inbox: () => "ليس لهذه الخدمة صندوق وارد يُعرض: انظر في الهاتف صاحب الرقم.",
  skipped: () => "تم: مضت نصف ساعة.",
  not_skipped: () => "تعذّر تقديم ساعة الخدمة.",

  request: () => "الطلب",
  answer: () => "الرد",
  no_answer: () => "لا رد",
  no_body: () => "(لا شيء)",

  claim_sub: () => "من جرى التحقق منه",
  claim_iss: () => "النسخة التي تشهد",
  claim_aud: () => "لمن هو موجّه",
  claim_jti: () => "الطلب، ليُقبل مرة واحدة",
  claim_iat: () => "وقت الإصدار",
  claim_exp: () => "صالح حتى",
  proof_life: ({ time }) => `صالح لمدة ${time}`,
  proof_late: () => "لم يعد صالحًا",

  status_pending: () => "قيد الانتظار",
  status_sent: () => "أُرسل",
  status_validated: () => "تم التحقق",
  status_expired: () => "انتهت صلاحيته",

  attacking: () => "جارٍ الهجوم…",
  held: ({ seconds }) => `صمدت الخدمة، بعد ${seconds} ث.`,
  broke: ({ seconds }) => `هذا يجب ألا يحدث؛ نرجو الإبلاغ عنه. (${seconds} ث)`,
  attack_failed: () => "تعذّر تنفيذ الهجوم. تأكد من أن الخدمة تعمل وحاول مرة أخرى.",

  entropy: () => "الإنتروبيا",
  bits: ({ n }) => `${n} بت`,
  combinations: () => "الرموز الممكنة",
  chance: ({ n }) => `احتمال النجاح بعدد ${n} تخمينات`,
  one_in: ({ n }) => `1 من ${n}`,
  never: () => "لا احتمال",
  plot: ({ codes, characters, low, high, outside }) =>
    `سُحب ${codes} رمز: ظهر كل حرف من ${characters} بين ${low} و${high} مرة؛ منها ${outside} خارج نطاق ثلاثة انحرافات معيارية.`,
};
