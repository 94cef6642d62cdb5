import type { FormEvent } from 'react';
import { Button, Flex } from '@strapi/design-system';
import { Check, Stethoscope } from '@strapi/icons';
import { useTestWhatsAppCredentialsMutation } from '../api/channels';
import { problemOf } from '../api/problem';
import { useText } from '../parts/useText';
import { ChannelFields } from './ChannelFields';
import { CREDENTIAL_FIELDS, testOf, type ChannelValues, type FormPurpose } from './channel-form';
import { CheckReportView } from './CheckReportView';
import { Panel } from './Panel';
import { useChannelForm } from './useChannelForm';
import { WebhookPanel } from './WebhookPanel';

interface ChannelFormProps {
  purpose: FormPurpose;
  initial: ChannelValues;
  channelId?: string;
  /** Resolves to null when it was saved, otherwise to why not. */
  onSave: (values: ChannelValues) => Promise<unknown>;
  isSaving: boolean;
  saveError: unknown;
}

/** What connects a number: its details, a test that says what is wrong, and the address for Meta's console. */
export const ChannelForm = ({
  purpose,
  initial,
  channelId,
  onSave,
  isSaving,
  saveError,
}: ChannelFormProps) => {
  const text = useText();
  const form = useChannelForm(initial, purpose);
  const [test, check] = useTestWhatsAppCredentialsMutation();

  const handleTest = async () => {
    if (!form.validate(CREDENTIAL_FIELDS)) return;
    const answer = await test(testOf(form.values, channelId));
    if ('error' in answer) form.refuse(problemOf(answer.error));
  };

  const handleSubmit = async (event: FormEvent) => {
    event.preventDefault();
    if (!form.validate()) return;
    check.reset();
    const error = await onSave(form.values);
    if (error) form.refuse(problemOf(error));
  };

  const isShowingReport = isSaving || check.isLoading || Boolean(check.data ?? check.error ?? saveError);

  return (
    <Flex direction="column" alignItems="stretch" gap={6}>
      <form onSubmit={(event) => void handleSubmit(event)} noValidate>
        <Panel title={text('form.title')} hint={text('form.hint')}>
          <ChannelFields form={form} purpose={purpose} />
          {isShowingReport ? (
            <CheckReportView
              report={check.data}
              error={check.isUninitialized ? saveError : check.error}
              isBusy={check.isLoading || isSaving}
            />
          ) : null}
          <Flex gap={3} wrap="wrap">
            <Button
              type="button"
              variant="secondary"
              startIcon={<Stethoscope />}
              loading={check.isLoading}
              disabled={isSaving}
              onClick={() => void handleTest()}
            >
              {text('form.test')}
            </Button>
            <Button type="submit" startIcon={<Check />} loading={isSaving} disabled={check.isLoading}>
              {text('form.save')}
            </Button>
          </Flex>
        </Panel>
      </form>
      <WebhookPanel />
    </Flex>
  );
};
