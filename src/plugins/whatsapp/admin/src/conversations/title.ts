/** The tab's title: how much waits, readable while another tab is in front. */
export const titleOf = (name: string, unread: number): string => {
  if (unread <= 0) return name;
  return `(${unread > 99 ? '99+' : unread}) ${name}`;
};
