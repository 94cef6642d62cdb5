import { Flex, Typography } from '@strapi/design-system';
import { QRCodeSVG } from 'qrcode.react';
import { styled } from 'styled-components';
import type { SessionCode } from '../../../../contracts/web-session';
import { useGetWhatsAppSessionCodeQuery } from '../../api/sessions';
import { useNow } from '../../parts/useNow';
import { useText } from '../../parts/useText';
import { Waiting } from '../Waiting';
import { PairByNumber } from './PairByNumber';

/** Black on white in both themes, with the margin that a camera needs. */
const Paper = styled.div`
  flex-shrink: 0;
  padding: ${({ theme }) => theme.spaces[4]};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: #fff;
  line-height: 0;
`;

const Steps = styled.ol`
  display: flex;
  flex-direction: column;
  gap: ${({ theme }) => theme.spaces[2]};
  padding-inline-start: ${({ theme }) => theme.spaces[5]};
  list-style: decimal;
`;

const STEPS = ['code.step.open', 'code.step.devices', 'code.step.link', 'code.step.scan'] as const;
const QR_SIZE = 256;

/** WhatsApp makes a new one by itself well before; an older one is not accepted any more. */
const OLD_SECONDS = 90;

const Age = ({ code }: { code: SessionCode }) => {
  const text = useText();
  const seconds = Math.max(0, Math.round((useNow(1_000).getTime() - Date.parse(code.shownAt)) / 1_000));
  return (
    <Typography textColor={seconds > OLD_SECONDS ? 'danger600' : 'neutral600'} variant="pi" tag="p">
      {text(seconds > OLD_SECONDS ? 'code.old' : 'code.age', { seconds })}
    </Typography>
  );
};

const Picture = ({ code }: { code: SessionCode }) => {
  const text = useText();
  return (
    <Paper data-code="qr">
      <QRCodeSVG value={code.code} size={QR_SIZE} role="img" aria-label={text('code.qr.label')} />
    </Paper>
  );
};

/** The code that links a phone, as long as WhatsApp offers one, and how to use it. */
export const CodeView = ({ channelId }: { channelId: string }) => {
  const text = useText();
  const { data } = useGetWhatsAppSessionCodeQuery(channelId);
  const code = data?.code ?? null;
  return (
    <Flex gap={6} alignItems="flex-start" wrap="wrap">
      {code ? (
        <Flex direction="column" gap={2} alignItems="flex-start">
          <Picture code={code} />
          <Age code={code} />
        </Flex>
      ) : (
        <Waiting />
      )}
      <Flex direction="column" alignItems="stretch" gap={4} flex="1" minWidth="min(24rem, 100%)">
        <Steps>
          {STEPS.map((step) => (
            <Typography key={step} tag="li">
              {text(step)}
            </Typography>
          ))}
        </Steps>
        <PairByNumber channelId={channelId} />
      </Flex>
    </Flex>
  );
};
