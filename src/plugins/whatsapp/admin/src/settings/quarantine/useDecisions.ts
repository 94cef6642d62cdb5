import { useNotification } from '@strapi/strapi/admin';
import type { QuarantineChoice } from '../../../../contracts/quarantine';
import { problemOf } from '../../api/problem';
import {
  useDismissWhatsAppQuarantineMutation,
  useReplayWhatsAppQuarantineMutation,
} from '../../api/quarantine';
import { explainProblem } from '../../parts/problem-text';
import { useText, type TextId } from '../../parts/useText';

export interface Decisions {
  replay: (choice: QuarantineChoice) => Promise<void>;
  dismiss: (choice: QuarantineChoice) => Promise<void>;
  isBusy: boolean;
}

/** Decides, and says what came of it. `onDone` when it was accepted. */
export const useDecisions = (onDone: () => void): Decisions => {
  const text = useText();
  const { toggleNotification } = useNotification();
  const [replay, replaying] = useReplayWhatsAppQuarantineMutation();
  const [dismiss, dismissing] = useDismissWhatsAppQuarantineMutation();

  const tell = (
    answer: { data: { count: number } } | { error: unknown },
    done: Extract<TextId, 'quarantine.replayed' | 'quarantine.dismissed'>,
  ): void => {
    if ('error' in answer) {
      const { reason, remedy } = explainProblem(text, problemOf(answer.error));
      toggleNotification({ type: 'danger', message: [reason, remedy].filter(Boolean).join(' ') });
      return;
    }
    onDone();
    toggleNotification({ type: 'success', message: text(done, { count: answer.data.count }) });
  };

  return {
    replay: async (choice) => tell(await replay(choice), 'quarantine.replayed'),
    dismiss: async (choice) => tell(await dismiss(choice), 'quarantine.dismissed'),
    isBusy: replaying.isLoading || dismissing.isLoading,
  };
};
