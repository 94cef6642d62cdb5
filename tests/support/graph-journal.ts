import { z } from 'zod';
import type { MetaCompany } from './graph-control';
import type { Installation } from './installation';

/** What the simulated Meta took, as far as tests look at it. */
const Accepted = z.object({
  entries: z.array(
    z.object({
      id: z.string(),
      phoneNumberId: z.string(),
      to: z.string(),
      type: z.string(),
      text: z.string().nullable(),
      content: z.unknown(),
      quotedMessageId: z.string().nullable(),
      reference: z.string().nullable(),
    }),
  ),
});
export type AcceptedAtMeta = z.infer<typeof Accepted>['entries'][number];

/** The messages that Meta accepted for the company's number, in their order. */
export const acceptedOf = async (
  { graphControl }: Installation,
  { number }: MetaCompany,
): Promise<AcceptedAtMeta[]> =>
  Accepted.parse(await graphControl.get('accepted?last=10000')).entries.filter(
    ({ phoneNumberId }) => phoneNumberId === number.id,
  );

/** The next send of this number meets a fault. See the simulator's `faults.ts`. */
export const nextSendMeets = (
  { graphControl }: Installation,
  { number }: MetaCompany,
  fault: Record<string, unknown>,
): Promise<unknown> =>
  graphControl.post('faults', { objectId: number.id, edge: 'messages', times: 1, ...fault });
