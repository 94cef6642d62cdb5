import { useState, type FormEvent } from 'react';
import { Button, Field, Flex, TextInput } from '@strapi/design-system';
import { useAuth } from '@strapi/strapi/admin';
import { CreateTenant } from '../../../contracts/tenancy';
import { problemOf } from '../api/problem';
import { useAddWhatsAppOwnerMutation, useCreateWhatsAppTenantMutation } from '../api/tenants';
import { Notice } from '../parts/Notice';
import { explainProblem } from '../parts/problem-text';
import { useText } from '../parts/useText';
import { Panel } from './Panel';

/** The first step of a new installation: a company, and the person who makes it as its owner. */
export const CreateCompany = () => {
  const text = useText();
  const email = useAuth('WhatsAppCreateCompany', (auth) => auth.user?.email) ?? '';
  const [name, setName] = useState('');
  const [isMissing, setIsMissing] = useState(false);
  const [createTenant, creation] = useCreateWhatsAppTenantMutation();
  const [addOwner, joining] = useAddWhatsAppOwnerMutation();
  const error = creation.error ?? joining.error;
  const isBusy = creation.isLoading || joining.isLoading;

  const handleSubmit = async (event: FormEvent) => {
    event.preventDefault();
    const parsed = CreateTenant.safeParse({ name });
    setIsMissing(!parsed.success);
    if (!parsed.success) return;
    // When only the second step failed, trying again must not make the company twice.
    const tenant =
      creation.data ??
      (await createTenant(parsed.data)
        .unwrap()
        .catch(() => null));
    if (tenant) await addOwner({ tenantId: tenant.id, email });
  };

  return (
    <Panel title={text('company.create.title')} hint={text('company.create.hint')}>
      <form onSubmit={(event) => void handleSubmit(event)} noValidate>
        <Flex direction="column" alignItems="stretch" gap={5} maxWidth="48rem">
          <Field.Root
            name="name"
            required
            error={isMissing ? text('company.create.name.missing') : undefined}
            hint={text('company.create.name.hint')}
          >
            <Field.Label>{text('company.create.name')}</Field.Label>
            <TextInput
              value={name}
              maxLength={120}
              disabled={creation.isSuccess}
              onChange={(event) => setName(event.target.value)}
            />
            <Field.Hint />
            <Field.Error />
          </Field.Root>
          {error ? (
            <Notice kind="danger" role="alert">
              {Object.values(explainProblem(text, problemOf(error)))
                .filter(Boolean)
                .join(' ')}
            </Notice>
          ) : null}
          <Flex>
            <Button type="submit" loading={isBusy}>
              {text('company.create.action')}
            </Button>
          </Flex>
        </Flex>
      </form>
    </Panel>
  );
};
