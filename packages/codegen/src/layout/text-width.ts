/** Characters of two columns: of East Asia, and pictures. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/gu;

/** Characters that take no column: marks on others, and joiners. */
const narrow = /[\p{Mn}\p{Me}\p{Cf}]/gu;

/** Returns the columns that a string takes, as formatters count them. */
export function textWidth(text: string): number {
  // Nearly all text is plain, and this is asked for every line.
  if (/^[\u0020-\u007e]*$/.test(text)) return text.length;
  return Array.from(text.replaceAll(narrow, "").replaceAll(wide, "  ")).length;
}
