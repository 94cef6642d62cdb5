import { ArrowDown } from '@strapi/icons';
import { styled } from 'styled-components';
import { useText } from '../../parts/useText';

const Round = styled.button`
  position: absolute;
  inset-inline-end: ${({ theme }) => theme.spaces[5]};
  bottom: ${({ theme }) => theme.spaces[4]};
  display: inline-flex;
  gap: ${({ theme }) => theme.spaces[2]};
  align-items: center;
  min-width: 4rem;
  height: 4rem;
  padding: 0 1.2rem;
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: 2rem;
  font-size: ${({ theme }) => theme.fontSizes[1]};
  font-weight: ${({ theme }) => theme.fontWeights.semiBold};
  color: ${({ theme }) => theme.colors.neutral800};
  background: ${({ theme }) => theme.colors.neutral0};
  box-shadow: ${({ theme }) => theme.shadows.popupShadow};
  cursor: pointer;

  svg {
    width: 1.4rem;
    height: 1.4rem;
    fill: ${({ theme }) => theme.colors.neutral700};
  }
  &:hover {
    background: ${({ theme }) => theme.colors.neutral100};
  }
  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
  }
`;

interface JumpToLatestProps {
  unseen: number;
  onJump: () => void;
}

/** The way back to the newest message, and how many came meanwhile. */
export const JumpToLatest = ({ unseen, onJump }: JumpToLatestProps) => {
  const text = useText();
  return (
    <Round type="button" onClick={onJump} aria-label={text('chat.jump', { count: unseen })}>
      {unseen > 0 ? <span aria-hidden>{text('chat.new-messages', { count: unseen })}</span> : null}
      <ArrowDown aria-hidden />
    </Round>
  );
};
