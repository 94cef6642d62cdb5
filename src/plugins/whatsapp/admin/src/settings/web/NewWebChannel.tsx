import { useState, type FormEvent } from 'react';
import { Button, Flex } from '@strapi/design-system';
import { Check } from '@strapi/icons';
import { useNavigate } from 'react-router-dom';
import { useCreateWhatsAppChannelMutation } from '../../api/channels';
import { problemOf } from '../../api/problem';
import { Notice } from '../../parts/Notice';
import { explainProblem } from '../../parts/problem-text';
import { useText } from '../../parts/useText';
import { Panel } from '../Panel';
import { nameFault } from './web-fields';
import { WebFields, type WebValues } from './WebFields';

/** A Web channel is made with a name alone; its page then shows the code to scan. */
export const NewWebChannel = () => {
  const text = useText();
  const navigate = useNavigate();
  const [create, creation] = useCreateWhatsAppChannelMutation();
  const [values, setValues] = useState<WebValues>({ name: '', takesGroups: false });
  const [isChecked, setIsChecked] = useState(false);
  const fault = nameFault(text, values.name);

  const handleSubmit = async (event: FormEvent) => {
    event.preventDefault();
    setIsChecked(true);
    if (fault) return;
    const answer = await create({ kind: 'web', ...values });
    if ('data' in answer && answer.data)
      navigate(`/settings/whatsapp/channels/${encodeURIComponent(answer.data.id)}`);
  };

  return (
    <form onSubmit={(event) => void handleSubmit(event)} noValidate>
      <Panel title={text('web.new.title')} hint={text('web.new.hint')}>
        <Notice kind="warning" title={text('web.risk.title')}>
          {text('web.risk')}
        </Notice>
        <WebFields values={values} error={isChecked ? fault : undefined} onChange={setValues} />
        {creation.error ? (
          <Notice kind="danger" role="alert">
            {Object.values(explainProblem(text, problemOf(creation.error)))
              .filter(Boolean)
              .join(' ')}
          </Notice>
        ) : null}
        <Flex>
          <Button type="submit" startIcon={<Check />} loading={creation.isLoading}>
            {text('web.new.save')}
          </Button>
        </Flex>
      </Panel>
    </form>
  );
};
