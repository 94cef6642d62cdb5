import { useId } from 'react';
import { Flex, Typography } from '@strapi/design-system';
import { CheckCircle, Cloud, Monitor } from '@strapi/icons';
import { styled } from 'styled-components';
import type { ChannelKind } from '../../../contracts/channel';
import { useText } from '../parts/useText';

const Cards = styled.fieldset`
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(28rem, 100%), 1fr));
  gap: ${({ theme }) => theme.spaces[4]};
  min-width: 0;
  padding: 0;
  border: 0;

  legend {
    padding: 0;
    margin-block-end: ${({ theme }) => theme.spaces[3]};
  }
`;

const Card = styled.label<{ $isChosen: boolean }>`
  display: flex;
  gap: ${({ theme }) => theme.spaces[4]};
  padding: ${({ theme }) => theme.spaces[5]};
  border: 2px solid
    ${({ theme, $isChosen }) => ($isChosen ? theme.colors.primary600 : theme.colors.neutral200)};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral0};
  cursor: pointer;

  &:focus-within {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
  }
  svg {
    flex-shrink: 0;
    width: 2.4rem;
    height: 2.4rem;
    fill: ${({ theme }) => theme.colors.primary600};
  }
`;

/** The card is the visible control. */
const HiddenRadio = styled.input`
  position: absolute;
  width: 1px;
  height: 1px;
  opacity: 0;
`;

interface ModeChoiceProps {
  kind: ChannelKind;
  onChange: (kind: ChannelKind) => void;
}

const MODES = [
  { kind: 'cloud', icon: Cloud, title: 'mode.cloud', facts: 'mode.cloud.facts' },
  { kind: 'web', icon: Monitor, title: 'mode.web', facts: 'mode.web.facts' },
] as const;

/** The two ways to reach WhatsApp, with what each costs. */
export const ModeChoice = ({ kind, onChange }: ModeChoiceProps) => {
  const text = useText();
  const name = useId();
  return (
    <Cards>
      <Typography variant="delta" tag="legend">
        {text('mode.title')}
      </Typography>
      {MODES.map((mode) => (
        <Card key={mode.kind} $isChosen={mode.kind === kind}>
          <HiddenRadio
            type="radio"
            name={name}
            value={mode.kind}
            checked={mode.kind === kind}
            onChange={() => onChange(mode.kind)}
          />
          <mode.icon aria-hidden />
          <Flex direction="column" alignItems="flex-start" gap={2} flex="1">
            <Typography fontWeight="bold">{text(mode.title)}</Typography>
            <Typography textColor="neutral700">{text(mode.facts)}</Typography>
          </Flex>
          {mode.kind === kind ? <CheckCircle aria-hidden /> : null}
        </Card>
      ))}
    </Cards>
  );
};
