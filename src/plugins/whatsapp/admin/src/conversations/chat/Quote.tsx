import { styled } from 'styled-components';
import type { Message } from '../../../../contracts/inbox';
import { useText } from '../../parts/useText';

const Frame = styled.button`
  display: flex;
  flex-direction: column;
  gap: 0.2rem;
  width: 100%;
  min-width: 0;
  padding: ${({ theme }) => `${theme.spaces[1]} ${theme.spaces[2]}`};
  border: 0;
  border-inline-start: 3px solid ${({ theme }) => theme.colors.primary600};
  border-radius: ${({ theme }) => theme.borderRadius};
  font: inherit;
  font-size: ${({ theme }) => theme.fontSizes[1]};
  line-height: ${({ theme }) => theme.lineHeights[4]};
  text-align: start;
  color: ${({ theme }) => theme.colors.neutral700};
  background: ${({ theme }) => theme.colors.neutral100};

  &:enabled {
    cursor: pointer;
  }
  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
  }
`;

const Who = styled.span`
  font-weight: ${({ theme }) => theme.fontWeights.bold};
`;

const What = styled.span`
  display: -webkit-box;
  overflow: hidden;
  overflow-wrap: anywhere;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: 2;
`;

interface QuoteProps {
  quoted: NonNullable<Message['quoted']>;
  contactName: string;
  onJump: ((messageId: string) => void) | null;
}

/** What is being answered. Leads there when it is loaded, and is only text when it is not. */
export const Quote = ({ quoted, contactName, onJump }: QuoteProps) => {
  const text = useText();
  const content = (
    <>
      <Who>{quoted.direction === 'in' ? contactName : text('chat.company')}</Who>
      <What>{quoted.preview}</What>
    </>
  );
  return onJump ? (
    <Frame type="button" onClick={() => onJump(quoted.id)} title={text('chat.jump-to-quoted')}>
      {content}
    </Frame>
  ) : (
    <Frame as="div">{content}</Frame>
  );
};
