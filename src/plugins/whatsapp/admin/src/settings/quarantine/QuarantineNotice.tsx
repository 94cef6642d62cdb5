import { Badge, Flex, Link as DesignLink } from '@strapi/design-system';
import { Link } from 'react-router-dom';
import { useGetWhatsAppQuarantineQuery } from '../../api/quarantine';
import { Notice } from '../../parts/Notice';
import { useText } from '../../parts/useText';

const OPEN = { show: 'open' } as const;

/** Beside the channels: how much found no place. Nothing while there is nothing of the kind. */
export const QuarantineNotice = () => {
  const text = useText();
  const { data: page } = useGetWhatsAppQuarantineQuery(OPEN);
  const count = Object.values(page?.meta.counts ?? {}).reduce((sum, some) => sum + some, 0);
  if (count === 0) return null;
  return (
    <Notice kind="warning" title={text('quarantine.notice.title')}>
      <Flex gap={3} wrap="wrap" justifyContent="space-between">
        <Flex gap={2}>
          <Badge>{count}</Badge>
          {text('quarantine.notice.hint', { count })}
        </Flex>
        <DesignLink tag={Link} to="/settings/whatsapp/quarantine">
          {text('quarantine.notice.open')}
        </DesignLink>
      </Flex>
    </Notice>
  );
};
