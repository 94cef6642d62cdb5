import { useId } from 'react';
import { Badge, Flex, Typography } from '@strapi/design-system';
import { CheckCircle, Cloud, Monitor } from '@strapi/icons';
import { styled } from 'styled-components';
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

const Card = styled.label<{ $isChosen: boolean; $isAvailable: boolean }>`
  display: flex;
  gap: ${({ theme }) => theme.spaces[4]};
  padding: ${({ theme }) => theme.spaces[5]};
  border: 2px solid
    ${({ theme, $isChosen }) => ($isChosen ? theme.colors.primary600 : theme.colors.neutral200)};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme, $isAvailable }) =>
    $isAvailable ? theme.colors.neutral0 : theme.colors.neutral100};
  cursor: ${({ $isAvailable }) => ($isAvailable ? 'pointer' : 'not-allowed')};

  &:focus-within {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
  }
  svg {
    flex-shrink: 0;
    width: 2.4rem;
    height: 2.4rem;
    fill: ${({ theme, $isAvailable }) => ($isAvailable ? theme.colors.primary600 : theme.colors.neutral500)};
  }
`;

/** The card is the visible control. */
const HiddenRadio = styled.input`
  position: absolute;
  width: 1px;
  height: 1px;
  opacity: 0;
`;

/** The two ways to reach WhatsApp, with what each costs. The second one is announced, and cannot be chosen yet. */
export const ModeChoice = () => {
  const text = useText();
  const name = useId();
  return (
    <Cards>
      <Typography variant="delta" tag="legend">
        {text('mode.title')}
      </Typography>
      <Card $isChosen $isAvailable>
        <HiddenRadio type="radio" name={name} value="cloud" defaultChecked />
        <Cloud aria-hidden />
        <Flex direction="column" alignItems="flex-start" gap={2} flex="1">
          <Typography fontWeight="bold">{text('mode.cloud')}</Typography>
          <Typography textColor="neutral700">{text('mode.cloud.facts')}</Typography>
        </Flex>
        <CheckCircle aria-hidden />
      </Card>
      <Card $isChosen={false} $isAvailable={false}>
        <HiddenRadio type="radio" name={name} value="web" disabled />
        <Monitor aria-hidden />
        <Flex direction="column" alignItems="flex-start" gap={2} flex="1">
          <Typography fontWeight="bold">{text('mode.web')}</Typography>
          <Typography textColor="neutral700">{text('mode.web.facts')}</Typography>
          <Badge>{text('mode.web.later')}</Badge>
        </Flex>
      </Card>
    </Cards>
  );
};
