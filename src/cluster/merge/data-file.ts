/** Names end so that people and programs give to data. */
const ENDINGS: ReadonlySet<string> = new Set(
  (
    'pdf csv tsv xls xlsx docx ppt pptx odt ods rtf eml ics zip gz tar tgz rar iso parquet avro ' +
    'png jpg jpeg gif svg webp bmp tiff heic ico avi mov mkv webm wav ogg flac'
  ).split(' '),
);

/** `invoice.pdf`: a file of data, one of many; files of code and of settings tell problems apart. */
export function isDataFile(name: string): boolean {
  return ENDINGS.has(name.slice(name.lastIndexOf('.') + 1).toLowerCase());
}
