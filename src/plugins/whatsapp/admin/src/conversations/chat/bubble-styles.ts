import { css, styled } from 'styled-components';

export type BubbleTone = 'in' | 'out' | 'failed' | 'unknown';

const TONES = {
  in: { ground: 'neutral0', edge: 'neutral200' },
  out: { ground: 'primary200', edge: 'primary200' },
  failed: { ground: 'danger100', edge: 'danger600' },
  unknown: { ground: 'warning100', edge: 'warning600' },
} as const;

export const Side = styled.div<{ $isOut: boolean; $continues: boolean }>`
  display: flex;
  flex-direction: ${({ $isOut }) => ($isOut ? 'row-reverse' : 'row')};
  gap: ${({ theme }) => theme.spaces[1]};
  align-items: center;
  padding-inline: ${({ theme }) => theme.spaces[4]};
  padding-block-start: ${({ theme, $continues }) => ($continues ? '2px' : theme.spaces[3])};
`;

export const BubbleBox = styled.article<{ $tone: BubbleTone; $isHighlighted: boolean }>`
  display: flex;
  flex-direction: column;
  gap: ${({ theme }) => theme.spaces[1]};
  min-width: 8rem;
  max-width: min(78%, 62rem);
  padding: ${({ theme }) => `${theme.spaces[2]} ${theme.spaces[3]}`};
  border: 1px solid ${({ theme, $tone }) => theme.colors[TONES[$tone].edge]};
  border-radius: 1.2rem;
  ${({ $tone }) => ($tone === 'in' ? 'border-end-start-radius' : 'border-end-end-radius')}: 0.3rem;
  color: ${({ theme }) => theme.colors.neutral800};
  background: ${({ theme, $tone }) => theme.colors[TONES[$tone].ground]};
  transition: box-shadow 200ms ease-out;
  ${({ theme, $isHighlighted }) =>
    $isHighlighted &&
    css`
      box-shadow: 0 0 0 3px ${theme.colors.primary600};
    `}
`;

export const Author = styled.span`
  font-size: ${({ theme }) => theme.fontSizes[0]};
  font-weight: ${({ theme }) => theme.fontWeights.bold};
  color: ${({ theme }) => theme.colors.neutral700};
`;

export const Words = styled.p`
  font-size: ${({ theme }) => theme.fontSizes[2]};
  line-height: ${({ theme }) => theme.lineHeights[6]};
  white-space: pre-wrap;
  overflow-wrap: anywhere;

  a {
    color: inherit;
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  a:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
  }
`;

export const Foot = styled.span`
  display: inline-flex;
  gap: ${({ theme }) => theme.spaces[1]};
  align-items: center;
  align-self: flex-end;
  font-size: ${({ theme }) => theme.fontSizes[0]};
  color: ${({ theme }) => theme.colors.neutral700};
`;

export const Remark = styled.span`
  display: flex;
  gap: ${({ theme }) => theme.spaces[2]};
  align-items: center;
  font-size: ${({ theme }) => theme.fontSizes[1]};
  line-height: ${({ theme }) => theme.lineHeights[4]};
  color: ${({ theme }) => theme.colors.neutral700};

  svg {
    flex-shrink: 0;
    width: 1.6rem;
    height: 1.6rem;
    fill: ${({ theme }) => theme.colors.neutral700};
  }
`;

/** Days and WhatsApp's own remarks stand in the middle, on neither side. */
export const Middle = styled.div`
  display: flex;
  justify-content: center;
  padding: ${({ theme }) => `${theme.spaces[4]} ${theme.spaces[4]} ${theme.spaces[1]}`};
`;

export const Pill = styled.span`
  padding: 0.3rem 1rem;
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: 1.2rem;
  font-size: ${({ theme }) => theme.fontSizes[1]};
  text-align: center;
  overflow-wrap: anywhere;
  color: ${({ theme }) => theme.colors.neutral700};
  background: ${({ theme }) => theme.colors.neutral0};
`;

/** Beside the bubble, where a mouse or the keyboard comes near it; always there where nothing can hover. */
export const BesideBubble = styled.span`
  flex-shrink: 0;
  opacity: 0;

  ${Side}:hover &,
  &:focus-within {
    opacity: 1;
  }
  @media (hover: none) {
    opacity: 1;
  }
`;
