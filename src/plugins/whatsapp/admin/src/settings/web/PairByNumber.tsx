import { useState, type FormEvent } from 'react';
import { Button, Field, Flex, TextInput, Typography } from '@strapi/design-system';
import { PairByNumber as Command } from '../../../../contracts/web-session';
import { problemOf } from '../../api/problem';
import { usePairWhatsAppByNumberMutation } from '../../api/sessions';
import { explainProblem } from '../../parts/problem-text';
import { useText } from '../../parts/useText';

/** For whoever cannot scan: WhatsApp gives a code to type into the phone. */
export const PairByNumber = ({ channelId }: { channelId: string }) => {
  const text = useText();
  const [isOpen, setIsOpen] = useState(false);
  const [phoneNumber, setPhoneNumber] = useState('');
  const [isWrong, setIsWrong] = useState(false);
  const [pair, pairing] = usePairWhatsAppByNumberMutation();
  const refused = pairing.error ? explainProblem(text, problemOf(pairing.error)).reason : undefined;

  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    const command = Command.safeParse({ phoneNumber });
    setIsWrong(!command.success);
    if (command.success) void pair({ channelId, command: command.data });
  };

  if (!isOpen) {
    return (
      <Flex>
        <Button variant="tertiary" size="S" onClick={() => setIsOpen(true)}>
          {text('code.by-number')}
        </Button>
      </Flex>
    );
  }
  return (
    <form onSubmit={handleSubmit} noValidate>
      <Flex direction="column" alignItems="stretch" gap={3}>
        <Field.Root
          name="phoneNumber"
          required
          hint={text('code.number.hint')}
          error={isWrong ? text('code.number.wrong') : refused}
        >
          <Field.Label>{text('code.number')}</Field.Label>
          <TextInput
            name="phoneNumber"
            value={phoneNumber}
            inputMode="tel"
            autoComplete="tel"
            onChange={(event) => setPhoneNumber(event.target.value)}
          />
          <Field.Hint />
          <Field.Error />
        </Field.Root>
        {pairing.data?.code ? (
          <Flex direction="column" alignItems="flex-start" gap={1} role="status" data-code="pairing">
            <Typography textColor="neutral600">{text('code.pairing.label')}</Typography>
            <Typography variant="alpha" tag="p">
              {pairing.data.code.code.replace(/^(.{4})(.+)$/, '$1-$2')}
            </Typography>
          </Flex>
        ) : null}
        <Flex>
          <Button type="submit" variant="secondary" loading={pairing.isLoading}>
            {text('code.get')}
          </Button>
        </Flex>
      </Flex>
    </form>
  );
};
