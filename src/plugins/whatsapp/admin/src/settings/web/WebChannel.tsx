import { useState, type FormEvent } from 'react';
import { Button, Flex } from '@strapi/design-system';
import { Check } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import type { Channel } from '../../../../contracts/channel';
import type { WebSession } from '../../../../contracts/web-session';
import { useUpdateWhatsAppChannelMutation } from '../../api/channels';
import { problemOf } from '../../api/problem';
import { useGetWhatsAppSessionQuery, useUpdateWhatsAppSessionMutation } from '../../api/sessions';
import { Notice } from '../../parts/Notice';
import { ProblemState } from '../../parts/ProblemState';
import { explainProblem } from '../../parts/problem-text';
import { useText } from '../../parts/useText';
import { Panel } from '../Panel';
import { Waiting } from '../Waiting';
import { NewPeopleField } from './NewPeopleField';
import { SessionPanel } from './SessionPanel';
import { limitFault, nameFault, sessionChanges } from './web-fields';
import { WebFields, type WebValues } from './WebFields';

const WebDetails = ({ channel, session }: { channel: Channel; session: WebSession }) => {
  const text = useText();
  const { toggleNotification } = useNotification();
  const [rename, renaming] = useUpdateWhatsAppChannelMutation();
  const [update, updating] = useUpdateWhatsAppSessionMutation();
  const [values, setValues] = useState<WebValues>({ name: channel.name, takesGroups: session.takesGroups });
  const [newPeople, setNewPeople] = useState(session.newContactsPerDay?.toString() ?? '');
  const [isChecked, setIsChecked] = useState(false);
  const fault = nameFault(text, values.name);
  const newPeopleFault = limitFault(text, newPeople);
  const error = renaming.error ?? updating.error;

  const handleSubmit = async (event: FormEvent) => {
    event.preventDefault();
    setIsChecked(true);
    if (fault || newPeopleFault) return;
    const renamed = await rename({ channelId: channel.id, changes: { name: values.name } });
    if ('error' in renamed) return;
    const changes = sessionChanges(session, { ...values, newPeople });
    if (changes) {
      const updated = await update({ channelId: channel.id, changes });
      if ('error' in updated) return;
    }
    const message = text('channel.updated', { name: values.name.trim() });
    toggleNotification({ type: 'success', message });
  };

  return (
    <form onSubmit={(event) => void handleSubmit(event)} noValidate>
      <Panel title={text('web.details')}>
        <WebFields values={values} error={isChecked ? fault : undefined} onChange={setValues} />
        <NewPeopleField
          value={newPeople}
          installed={session.defaultNewContactsPerDay}
          error={isChecked ? newPeopleFault : undefined}
          onChange={setNewPeople}
        />
        {error ? (
          <Notice kind="danger" role="alert">
            {Object.values(explainProblem(text, problemOf(error)))
              .filter(Boolean)
              .join(' ')}
          </Notice>
        ) : null}
        <Flex>
          <Button
            type="submit"
            variant="secondary"
            startIcon={<Check />}
            loading={renaming.isLoading || updating.isLoading}
          >
            {text('form.save')}
          </Button>
        </Flex>
      </Panel>
    </form>
  );
};

/** A number on WhatsApp Web: its session, live, and what can be changed about it. */
export const WebChannel = ({ channel }: { channel: Channel }) => {
  const text = useText();
  const { data: session, error, refetch } = useGetWhatsAppSessionQuery(channel.id);
  if (!session && !error) return <Waiting />;
  if (!session) {
    return (
      <Panel>
        <ProblemState title={text('settings.error')} error={error} onRetry={() => void refetch()} />
      </Panel>
    );
  }
  return (
    <Flex direction="column" alignItems="stretch" gap={6}>
      <SessionPanel channel={channel} session={session} />
      <WebDetails channel={channel} session={session} />
    </Flex>
  );
};
