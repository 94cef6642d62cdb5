import { Link } from 'react-router-dom';
import { css, styled } from 'styled-components';

const ellipsis = css`
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
`;

export const RowLink = styled(Link)`
  display: flex;
  gap: ${({ theme }) => theme.spaces[3]};
  padding: ${({ theme }) => `${theme.spaces[3]} ${theme.spaces[4]}`};
  color: ${({ theme }) => theme.colors.neutral800};
  text-decoration: none;
  border-block-end: 1px solid ${({ theme }) => theme.colors.neutral150};
  border-inline-start: 3px solid transparent;

  &:hover {
    background: ${({ theme }) => theme.colors.neutral100};
  }
  &[aria-current='true'] {
    background: ${({ theme }) => theme.colors.primary100};
    border-inline-start-color: ${({ theme }) => theme.colors.primary600};
  }
  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: -2px;
  }
`;

export const Lines = styled.span`
  display: flex;
  flex: 1 1 0;
  flex-direction: column;
  gap: 0.2rem;
  min-width: 0;
`;

export const Line = styled.span`
  display: flex;
  align-items: center;
  gap: ${({ theme }) => theme.spaces[1]};
  min-width: 0;
`;

export const Name = styled.span<{ $isStrong: boolean }>`
  ${ellipsis}
  flex: 1 1 0;
  font-size: ${({ theme }) => theme.fontSizes[2]};
  line-height: ${({ theme }) => theme.lineHeights[4]};
  font-weight: ${({ theme, $isStrong }) => ($isStrong ? theme.fontWeights.bold : theme.fontWeights.semiBold)};
`;

export const When = styled.time<{ $isStrong: boolean }>`
  flex-shrink: 0;
  font-size: ${({ theme }) => theme.fontSizes[1]};
  color: ${({ theme, $isStrong }) => ($isStrong ? theme.colors.primary600 : theme.colors.neutral600)};
`;

export const Preview = styled.span<{ $isStrong: boolean }>`
  ${ellipsis}
  flex: 1 1 0;
  font-size: ${({ theme }) => theme.fontSizes[1]};
  line-height: ${({ theme }) => theme.lineHeights[6]};
  color: ${({ theme, $isStrong }) => ($isStrong ? theme.colors.neutral800 : theme.colors.neutral600)};
`;

export const TypingPreview = styled(Preview)`
  color: ${({ theme }) => theme.colors.primary600};
`;

export const Badge = styled.span`
  flex-shrink: 0;
  min-width: 2rem;
  padding: 0 0.6rem;
  border-radius: 1rem;
  font-size: ${({ theme }) => theme.fontSizes[0]};
  font-weight: ${({ theme }) => theme.fontWeights.bold};
  line-height: 2rem;
  text-align: center;
  color: ${({ theme }) => theme.colors.buttonNeutral0};
  background: ${({ theme }) => theme.colors.buttonPrimary600};
`;

export const ChannelName = styled.span`
  ${ellipsis}
  flex: 1 1 0;
  font-size: ${({ theme }) => theme.fontSizes[0]};
  color: ${({ theme }) => theme.colors.neutral600};
`;
