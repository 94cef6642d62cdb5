export const find = <Kind extends HTMLElement>(id: string): Kind => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`There is no #${id}`);
  return found as Kind;
};

type Child = Node | string | null | undefined;

export const make = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]>,
  ...children: Child[]
): HTMLElementTagNameMap[Tag] => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
};

/** Replaces the choices and keeps the one that is chosen, if it is still there. */
export const fillSelect = (select: HTMLSelectElement, choices: { value: string; label: string }[]): void => {
  const wanted = JSON.stringify(choices);
  if (select.dataset['choices'] === wanted) return;
  const { value } = select;
  select.dataset['choices'] = wanted;
  select.replaceChildren(...choices.map((choice) => make('option', { value: choice.value }, choice.label)));
  if (choices.some((choice) => choice.value === value)) select.value = value;
};

/** Draws again only what changed: whoever reads or is about to press is not disturbed. */
export const redraw = (list: HTMLElement, facts: unknown, draw: () => Node[]): void => {
  const digest = JSON.stringify(facts);
  if (list.dataset['facts'] === digest) return;
  list.dataset['facts'] = digest;
  const wasAtEnd = list.scrollTop + list.clientHeight >= list.scrollHeight - 40;
  list.replaceChildren(...draw());
  if (wasAtEnd) list.scrollTop = list.scrollHeight;
};
