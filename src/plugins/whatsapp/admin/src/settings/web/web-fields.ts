import { CreateWebChannel } from '../../../../contracts/channel';
import { UpdateSession, type WebSession } from '../../../../contracts/web-session';
import type { Text } from '../../parts/useText';

/** What is wrong with the name, in a sentence; undefined when nothing is. */
export const nameFault = (text: Text, name: string): string | undefined => {
  if (name.trim() === '') return text('form.missing');
  return CreateWebChannel.shape.name.safeParse(name).success ? undefined : text('form.name.wrong');
};

/** What was typed as the limit of new people; undefined when it is none. */
const readLimit = (typed: string): number | null | undefined => {
  if (typed.trim() === '') return null;
  const parsed = UpdateSession.safeParse({ newContactsPerDay: Number(typed) });
  return parsed.success ? parsed.data.newContactsPerDay : undefined;
};

export const limitFault = (text: Text, typed: string): string | undefined =>
  readLimit(typed) === undefined ? text('web.new-people.wrong') : undefined;

/** What has to be told to the server of a session's settings; null when they are as before. */
export const sessionChanges = (
  session: Pick<WebSession, 'takesGroups' | 'newContactsPerDay'>,
  values: { takesGroups: boolean; newPeople: string },
): UpdateSession | null => {
  const limit = readLimit(values.newPeople);
  const changes = {
    ...(values.takesGroups === session.takesGroups ? {} : { takesGroups: values.takesGroups }),
    ...(limit === undefined || limit === session.newContactsPerDay ? {} : { newContactsPerDay: limit }),
  };
  return Object.keys(changes).length === 0 ? null : changes;
};
