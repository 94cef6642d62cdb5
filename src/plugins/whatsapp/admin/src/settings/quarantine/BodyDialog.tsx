import { useEffect } from 'react';
import { Box, Button, Modal, Typography } from '@strapi/design-system';
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
          <Typography textColor="neutral600" tag="p">
            {text('quarantine.body.hint')}
          </Typography>
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
