import { useEffect } from 'react';
import { Box, Button, Flex, Modal, Typography } from '@strapi/design-system';
import { Duplicate } from '@strapi/icons';
import { useClipboard, useNotification } from '@strapi/strapi/admin';
import { styled } from 'styled-components';
import type { QuarantinedEvent } from '../../../../contracts/quarantine';
import { useReadWhatsAppQuarantinedBodyMutation } from '../../api/quarantine';
import { ProblemState } from '../../parts/ProblemState';
import { useText } from '../../parts/useText';
import { Waiting } from '../Waiting';
import { indentJson } from './indent-json';

const Body = styled.pre`
  margin: 0;
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  font-size: 1.3rem;
  line-height: 1.5;
  color: ${({ theme }) => theme.colors.neutral800};
  white-space: pre-wrap;
  overflow-wrap: anywhere;
`;

/** Word for word, not as it is indented. It also gives the keyboard a place from which a long body is scrolled. */
const CopyBody = ({ body }: { body: string }) => {
  const text = useText();
  const { copy } = useClipboard();
  const { toggleNotification } = useNotification();
  const handleCopy = async () => {
    const isCopied = await copy(body);
    toggleNotification(
      isCopied
        ? { type: 'success', message: text('copy.done', { label: text('quarantine.body.title') }) }
        : { type: 'warning', message: text('copy.failed') },
    );
  };
  return (
    <Button size="S" variant="tertiary" startIcon={<Duplicate />} onClick={() => void handleCopy()}>
      {text('quarantine.body.copy')}
    </Button>
  );
};

/** What WhatsApp sent, as text and as nothing else. Opening it is a reading, which the server writes down. */
export const BodyDialog = ({ event, onClose }: { event: QuarantinedEvent; onClose: () => void }) => {
  const text = useText();
  const [read, { data, error }] = useReadWhatsAppQuarantinedBodyMutation();
  useEffect(() => {
    void read(event.id);
  }, [event.id, read]);

  return (
    <Modal.Root open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <Modal.Content aria-describedby={undefined}>
        <Modal.Header closeLabel={text('action.close')}>
          <Modal.Title>{text('quarantine.body.title')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex gap={3} wrap="wrap" justifyContent="space-between">
            <Typography textColor="neutral600" tag="p">
              {text('quarantine.body.hint')}
            </Typography>
            {data ? <CopyBody body={data.body} /> : null}
          </Flex>
          <Box marginTop={4} padding={4} background="neutral100" hasRadius>
            {data ? <Body>{indentJson(data.body)}</Body> : null}
            {error ? (
              <ProblemState
                title={text('quarantine.body.error')}
                error={error}
                onRetry={() => void read(event.id)}
              />
            ) : null}
            {data || error ? null : <Waiting />}
          </Box>
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" onClick={onClose}>
            {text('action.close')}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
};
