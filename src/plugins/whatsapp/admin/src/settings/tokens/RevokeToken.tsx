import { useState } from 'react';
import { Dialog, IconButton } from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import { ConfirmDialog, useNotification } from '@strapi/strapi/admin';
import type { ApiToken } from '../../../../contracts/tenancy';
import { problemOf } from '../../api/problem';
import { useRevokeWhatsAppApiTokenMutation } from '../../api/tokens';
import { explainProblem } from '../../parts/problem-text';
import { useText } from '../../parts/useText';

/** Makes a key worthless, after asking. */
export const RevokeToken = ({ token }: { token: ApiToken }) => {
  const text = useText();
  const { toggleNotification } = useNotification();
  const [isAsking, setIsAsking] = useState(false);
  const [revoke, { isLoading }] = useRevokeWhatsAppApiTokenMutation();

  const handleRevoke = async () => {
    setIsAsking(false);
    const answer = await revoke(token.id);
    toggleNotification(
      'error' in answer
        ? { type: 'danger', message: explainProblem(text, problemOf(answer.error)).reason }
        : { type: 'success', message: text('tokens.revoked', { name: token.name }) },
    );
  };

  return (
    <Dialog.Root open={isAsking} onOpenChange={setIsAsking}>
      <IconButton
        variant="ghost"
        label={text('tokens.revoke.of', { name: token.name })}
        disabled={isLoading}
        onClick={() => setIsAsking(true)}
      >
        <Trash />
      </IconButton>
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
