/** Those that the server reads, by their names in messages of the server. */
export const encodings = [
  "UTF-8", "GB18030", "Big5", "Shift_JIS", "EUC-JP", "ISO-2022-JP", "EUC-KR", "windows-1251", "KOI8-R", "windows-1252", "UTF-16LE", "UTF-16BE",
];
