/** Code beyond so many characters has no colours. */
export const longestColoured = 60_000;
/** A line beyond so many characters takes the colours of its segment away. */
const longestLine = 1_000;
/** After so many characters a segment ends at a blank line, and after so many at any. */
const shortSegment = 2_500;
const longSegment = 4_000;

/**
 * Code in parts that are coloured by themselves. The highlighter's patterns take the square of what they are given, or more; and
 * while code grows, only its last part is coloured again. The parts depend on what stands before their end alone.
 */
export function segmentsOf(code: string): string[] {
  const segments: string[] = [];
  let start = 0;
  while (code.length - start > shortSegment) {
    const blank = code.indexOf("\n\n", start + shortSegment);
    const any = code.indexOf("\n", start + longSegment);
    const end = blank >= 0 && (any < 0 || blank < any) ? blank + 2 : any + 1;
    if (end <= 0) break;
    segments.push(code.slice(start, end));
    start = end;
  }
  return [...segments, code.slice(start)];
}

export function mayBeColoured(segment: string): boolean {
  let start = 0;
  for (let end = segment.indexOf("\n"); end >= 0; end = segment.indexOf("\n", start)) {
    if (end - start > longestLine) return false;
    start = end + 1;
  }
  return segment.length - start <= longestLine;
}
