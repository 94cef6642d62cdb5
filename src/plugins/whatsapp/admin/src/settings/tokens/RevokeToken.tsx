import { Dialog } from '@strapi/design-system';
import { ConfirmDialog, useNotification } from '@strapi/strapi/admin';
import type { ApiToken } from '../../../../contracts/tenancy';
import { problemOf } from '../../api/problem';
import { useRevokeWhatsAppApiTokenMutation } from '../../api/tokens';
import { explainProblem } from '../../parts/problem-text';
import { useText } from '../../parts/useText';

/** Makes a key worthless, after asking. */
export const RevokeToken = ({ token, onClose }: { token: ApiToken; onClose: () => void }) => {
  const text = useText();
  const { toggleNotification } = useNotification();
  const [revoke] = useRevokeWhatsAppApiTokenMutation();

  const handleRevoke = async () => {
    onClose();
    const answer = await revoke(token.id);
    toggleNotification(
      'error' in answer
        ? { type: 'danger', message: explainProblem(text, problemOf(answer.error)).reason }
        : { type: 'success', message: text('tokens.revoked', { name: token.name }) },
    );
  };

  return (
    <Dialog.Root open onOpenChange={onClose}>
      <ConfirmDialog
        title={text('tokens.revoke.title', { name: token.name })}
        variant="danger-light"
        onConfirm={handleRevoke}
      >
        {text('tokens.revoke.body')}
      </ConfirmDialog>
    </Dialog.Root>
  );
};
