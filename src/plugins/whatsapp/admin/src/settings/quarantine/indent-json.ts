const STEP = '  ';
/** A string with all that is escaped in it, a word or number, or one of JSON's signs. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g;
const CLOSES = new Set(['}', ']']);

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/**
 * JSON with line breaks and indentation, and otherwise letter for letter as it came: neither long numbers nor repeated keys
 * are changed, as they would be by reading and writing it. What is no JSON stays as it is.
 */
export const indentJson = (text: string): string => {
  if (!isJson(text)) return text;
  const tokens = text.match(TOKENS) ?? [];
  let depth = 0;
  let out = '';
  tokens.forEach((token, index) => {
    const before = tokens[index - 1] ?? '';
    const isEmpty = CLOSES.has(token) && (before === '{' || before === '[');
    if (CLOSES.has(token)) depth -= 1;
    const isFirst = before === '{' || before === '[' || before === ',';
    if ((isFirst || CLOSES.has(token)) && !isEmpty) out += `\n${STEP.repeat(depth)}`;
    out += token === ':' ? ': ' : token;
    if (token === '{' || token === '[') depth += 1;
  });
  return out;
};
