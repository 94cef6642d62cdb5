import { useId } from 'react';
import { Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

const Group = styled.fieldset`
  display: flex;
  flex-direction: column;
  gap: ${({ theme }) => theme.spaces[2]};
  min-width: 0;
  padding: 0;
  border: 0;

  legend {
    padding: 0;
    margin-block-end: ${({ theme }) => theme.spaces[2]};
  }
`;

const Choice = styled.label<{ $isChosen: boolean }>`
  display: flex;
  gap: ${({ theme }) => theme.spaces[3]};
  align-items: flex-start;
  padding: ${({ theme }) => `${theme.spaces[2]} ${theme.spaces[3]}`};
  border: 1px solid
    ${({ theme, $isChosen }) => ($isChosen ? theme.colors.primary600 : theme.colors.neutral200)};
  border-radius: ${({ theme }) => theme.borderRadius};
  cursor: pointer;

  &:focus-within {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 1px;
  }
  input {
    flex-shrink: 0;
    width: 1.6rem;
    height: 1.6rem;
    margin: 0.2rem 0 0;
    accent-color: ${({ theme }) => theme.colors.primary600};
    outline: none;
  }
`;

interface RadioCardsProps {
  label: string;
  value: string;
  choices: readonly { value: string; title: string; hint?: string }[];
  onChange: (value: string) => void;
}

/** One of a few, each explained in a line. */
export const RadioCards = ({ label, value, choices, onChange }: RadioCardsProps) => {
  const name = useId();
  return (
    <Group>
      <legend>
        <Typography variant="pi" fontWeight="bold" textColor="neutral800">
          {label}
        </Typography>
      </legend>
      {choices.map((choice) => (
        <Choice key={choice.value} $isChosen={choice.value === value}>
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            aria-describedby={choice.hint ? `${name}-${choice.value}` : undefined}
            aria-label={choice.title}
            onChange={() => onChange(choice.value)}
          />
          <Flex direction="column" alignItems="flex-start" gap={1}>
            <Typography fontWeight="semiBold">{choice.title}</Typography>
            {choice.hint ? (
              <Typography variant="pi" textColor="neutral600" id={`${name}-${choice.value}`}>
                {choice.hint}
              </Typography>
            ) : null}
          </Flex>
        </Choice>
      ))}
    </Group>
  );
};
