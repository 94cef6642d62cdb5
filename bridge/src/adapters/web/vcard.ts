/** A name and the numbers of a contact card; what else stands in it is not looked at. */
export interface Card {
  name: string;
  phones: string[];
}

/** Long lines of a card go on in the next one, behind a space (RFC 6350, 3.2). */
const linesOf = (card: string): string[] => card.replace(/\r?\n[ \t]/g, '').split(/\r?\n/);

const unescaped = (value: string): string =>
  value
    .replace(/\\n/gi, ' ')
    .replace(/\\([\\,;])/g, '$1')
    .trim();

const LINE = /^(?:item\d+\.)?([A-Z-]+)((?:;[^:]*)?):(.*)$/i;

export const readCard = (card: string): Card => {
  const fields = linesOf(card).flatMap((line) => {
    const [, name, , value] = LINE.exec(line) ?? [];
    return name && value !== undefined ? [{ name: name.toUpperCase(), value: unescaped(value) }] : [];
  });
  const valuesOf = (name: string) => fields.filter((field) => field.name === name && field.value !== '');
  const phones = valuesOf('TEL').map(({ value }) => value);
  const structured = valuesOf('N')[0]?.value.split(';').filter(Boolean).reverse().join(' ');
  return { name: valuesOf('FN')[0]?.value ?? structured ?? phones[0] ?? '', phones };
};

/** Ends a value's chance to be taken for another line of the card. */
const escaped = (value: string): string =>
  value
    .replace(/\\/g, '\\\\')
    .replace(/\r?\n/g, '\\n')
    .replace(/[,;]/g, (sign) => `\\${sign}`);

/** `waid` is what makes WhatsApp show a button to write to the number. */
export const writeCard = ({ name, phones }: Card): string =>
  [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `N:;${escaped(name)};;;`,
    `FN:${escaped(name)}`,
    ...phones.map((phone) => `TEL;type=CELL;waid=${phone.replace(/\D/g, '')}:${escaped(phone)}`),
    'END:VCARD',
  ].join('\n');
