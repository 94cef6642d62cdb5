import { VisuallyHidden } from '@strapi/design-system';
import { keyframes, styled } from 'styled-components';

const breathe = keyframes`
  50% { opacity: 0.45; }
`;

/** The grey shape of something that is on its way. Still for people who asked for less motion. */
export const SkeletonBar = styled.span<{ $width: string; $height?: string; $round?: boolean }>`
  display: block;
  width: ${({ $width }) => $width};
  height: ${({ $height }) => $height ?? '1.2rem'};
  max-width: 100%;
  flex-shrink: 0;
  border-radius: ${({ $round, theme }) => ($round ? '50%' : theme.borderRadius)};
  background: ${({ theme }) => theme.colors.neutral200};
  animation: ${breathe} 1.6s ease-in-out infinite;

  @media (prefers-reduced-motion: reduce) {
    animation: none;
  }
`;

/** Tells a screen reader in words what the grey shapes tell the eye. */
export const LoadingNote = ({ children }: { children: string }) => (
  <VisuallyHidden role="status">{children}</VisuallyHidden>
);
