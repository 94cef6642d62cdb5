import { useEffect, useRef } from 'react';
import { Button, Flex } from '@strapi/design-system';
import type { IssuedApiToken } from '../../../../contracts/tenancy';
import { CopyField } from '../../parts/CopyField';
import { Notice } from '../../parts/Notice';
import { useText } from '../../parts/useText';

/** The key of a new token, this once. It goes when somebody says that they have it, or leaves the page. */
export const IssuedToken = ({ issued, onDone }: { issued: IssuedApiToken; onDone: () => void }) => {
  const text = useText();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.focus();
  }, [issued.token.id]);
  return (
    <div ref={place} tabIndex={-1} style={{ outline: 'none' }}>
      <Notice kind="warning" role="status" title={text('tokens.issued.title', { name: issued.token.name })}>
        <Flex direction="column" alignItems="stretch" gap={4} paddingTop={1}>
          {text('tokens.issued.hint')}
          <CopyField label={text('tokens.key')} value={issued.accessKey} />
          <Flex>
            <Button variant="tertiary" size="S" onClick={onDone}>
              {text('tokens.issued.done')}
            </Button>
          </Flex>
        </Flex>
      </Notice>
    </div>
  );
};
