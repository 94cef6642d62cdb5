import { CreateWebChannel } from '../../../../contracts/channel';
import type { Text } from '../../parts/useText';

/** What is wrong with the name, in a sentence; undefined when nothing is. */
export const nameFault = (text: Text, name: string): string | undefined => {
  if (name.trim() === '') return text('form.missing');
  return CreateWebChannel.shape.name.safeParse(name).success ? undefined : text('form.name.wrong');
};
