import { useState } from 'react';
import { Badge, Button, Flex, LinkButton, Status, Typography } from '@strapi/design-system';
import { Pencil, Stethoscope } from '@strapi/icons';
import { Link } from 'react-router-dom';
import type { Channel, ChannelState } from '../../../contracts/channel';
import { useTestWhatsAppChannelMutation } from '../api/channels';
import { useMoment } from '../parts/useMoment';
import { useText, type TextId } from '../parts/useText';
import { CheckReportView } from './CheckReportView';

const STATES = {
  connected: { label: 'channel.state.connected', variant: 'success' },
  attention: { label: 'channel.state.attention', variant: 'danger' },
  paused: { label: 'channel.state.paused', variant: 'neutral' },
} as const satisfies Record<ChannelState, { label: TextId; variant: string }>;

interface FactProps {
  label: string;
  value: string;
}

const Fact = ({ label, value }: FactProps) => (
  <Flex direction="column" alignItems="flex-start" gap={1}>
    <Typography variant="pi" textColor="neutral600" tag="dt">
      {label}
    </Typography>
    <Typography tag="dd">{value}</Typography>
  </Flex>
);

const Facts = ({ channel }: { channel: Channel }) => {
  const text = useText();
  const { full } = useMoment();
  const moment = (at: string | null) => (at ? full(new Date(at)) : text('channel.never'));
  return (
    <Flex tag="dl" gap={7} wrap="wrap" alignItems="flex-start">
      <Fact
        label={text('channel.number')}
        value={channel.displayPhoneNumber ?? channel.phoneNumberId ?? text('channel.unknown')}
      />
      {channel.verifiedName ? (
        <Fact label={text('channel.verified-name')} value={channel.verifiedName} />
      ) : null}
      <Fact label={text('channel.last-inbound')} value={moment(channel.lastInboundAt)} />
      {/* A session of WhatsApp Web is watched all the time. */}
      {channel.kind === 'cloud' ? (
        <Fact label={text('channel.checked')} value={moment(channel.checkedAt)} />
      ) : null}
    </Flex>
  );
};

/** One connected number: whether it works, since when we know, and a check on the spot. */
export const ChannelCard = ({ channel }: { channel: Channel }) => {
  const text = useText();
  const [test, check] = useTestWhatsAppChannelMutation();
  const [isOpen, setIsOpen] = useState(false);
  const { label, variant } = STATES[channel.state];

  const handleTest = () => {
    setIsOpen(true);
    void test(channel.id);
  };

  return (
    <Flex
      tag="article"
      direction="column"
      alignItems="stretch"
      gap={4}
      padding={6}
      background="neutral0"
      hasRadius
      shadow="filterShadow"
      aria-label={channel.name}
    >
      <Flex justifyContent="space-between" alignItems="flex-start" gap={4} wrap="wrap">
        <Flex gap={3} wrap="wrap">
          <Typography variant="delta" tag="h2">
            {channel.name}
          </Typography>
          <Badge>{text(channel.kind === 'cloud' ? 'mode.cloud.short' : 'mode.web.short')}</Badge>
          <Status variant={variant} size="S">
            <Typography variant="pi" fontWeight="bold">
              {text(label)}
            </Typography>
          </Status>
        </Flex>
        <Flex gap={2}>
          <Button
            variant="tertiary"
            size="S"
            startIcon={<Stethoscope />}
            loading={check.isLoading}
            onClick={handleTest}
          >
            {text('channel.test')}
          </Button>
          <LinkButton
            tag={Link}
            to={`/settings/whatsapp/channels/${encodeURIComponent(channel.id)}`}
            variant="secondary"
            size="S"
            startIcon={<Pencil />}
            aria-label={text('channel.edit.label', { name: channel.name })}
          >
            {text('channel.edit')}
          </LinkButton>
        </Flex>
      </Flex>
      {channel.stateReason ? (
        <Typography textColor={channel.state === 'attention' ? 'danger600' : 'neutral700'} tag="p">
          {channel.stateReason}
        </Typography>
      ) : null}
      <Facts channel={channel} />
      {isOpen ? <CheckReportView report={check.data} error={check.error} isBusy={check.isLoading} /> : null}
    </Flex>
  );
};
