import { styled } from 'styled-components';
import { useText } from '../../parts/useText';

const Strip = styled.p`
  padding: ${({ theme }) => `${theme.spaces[2]} ${theme.spaces[4]}`};
  font-size: ${({ theme }) => theme.fontSizes[1]};
  line-height: ${({ theme }) => theme.lineHeights[4]};
  color: ${({ theme }) => theme.colors.neutral800};
  background: ${({ theme }) => theme.colors.warning100};
  border-block: 1px solid ${({ theme }) => theme.colors.warning200};
`;

/** Quiet, because nothing is lost: what was missed is fetched as soon as the server answers. */
export const ReconnectingBanner = () => <Strip role="status">{useText()('live.reconnecting')}</Strip>;
