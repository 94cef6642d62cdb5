import { styled } from 'styled-components';

export const Bar = styled.footer`
  display: flex;
  flex-direction: column;
  flex-shrink: 0;
  gap: ${({ theme }) => theme.spaces[2]};
  min-height: 6.4rem;
  padding: ${({ theme }) => `${theme.spaces[3]} ${theme.spaces[4]}`};
  background: ${({ theme }) => theme.colors.neutral0};
  border-block-start: 1px solid ${({ theme }) => theme.colors.neutral150};
`;

export const WriteLine = styled.div`
  display: flex;
  gap: ${({ theme }) => theme.spaces[2]};
  align-items: flex-end;
`;

export const TextArea = styled.textarea`
  flex: 1 1 0;
  min-width: 0;
  min-height: 4rem;
  max-height: min(18rem, 35dvh);
  padding: ${({ theme }) => `${theme.spaces[2]} ${theme.spaces[3]}`};
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: ${({ theme }) => theme.borderRadius};
  font: inherit;
  /* Below 16 px iOS zooms into a focused field. */
  font-size: ${({ theme }) => theme.fontSizes[3]};
  line-height: ${({ theme }) => theme.lineHeights[4]};
  color: ${({ theme }) => theme.colors.neutral800};
  background: ${({ theme }) => theme.colors.neutral0};
  overflow-y: auto;
  resize: none;

  ${({ theme }) => theme.breakpoints.medium} {
    font-size: ${({ theme }) => theme.fontSizes[2]};
  }
  &::placeholder {
    color: ${({ theme }) => theme.colors.neutral600};
    opacity: 1;
  }
  &:focus {
    outline: none;
    border-color: ${({ theme }) => theme.colors.primary600};
    box-shadow: 0 0 0 2px ${({ theme }) => theme.colors.primary600};
  }
  &[aria-invalid='true'] {
    border-color: ${({ theme }) => theme.colors.danger600};
  }
`;

export const Counter = styled.p<{ $isTooLong: boolean }>`
  font-size: ${({ theme }) => theme.fontSizes[1]};
  color: ${({ theme, $isTooLong }) => ($isTooLong ? theme.colors.danger600 : theme.colors.neutral600)};

  &:empty {
    display: none;
  }
`;

export const Obstacle = styled.p`
  margin-block: auto;
  font-size: ${({ theme }) => theme.fontSizes[2]};
  line-height: ${({ theme }) => theme.lineHeights[4]};
  color: ${({ theme }) => theme.colors.neutral700};
`;
