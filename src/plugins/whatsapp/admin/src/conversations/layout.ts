import { Page } from '@strapi/strapi/admin';
import { styled } from 'styled-components';

/**
 * Fills what Strapi's frame leaves: the frame is a column of the window's height, so growing from nothing and never
 * beyond keeps the page itself from scrolling, on a phone (menu above) as well as on a desktop (menu beside).
 */
export const InboxShell = styled(Page.Main)`
  display: flex;
  flex: 1 1 0;
  flex-direction: column;
  min-height: 0;
  min-width: 0;
  overflow: hidden;
  background: ${({ theme }) => theme.colors.neutral100};
`;

/** List and chat, side by side. */
export const Panes = styled.div`
  display: flex;
  flex: 1 1 0;
  min-height: 0;
  min-width: 0;
`;

/** On a phone there is room for one pane: the list, until a conversation is chosen. */
export const ListPane = styled.section<{ $isHiddenOnPhone: boolean }>`
  display: ${({ $isHiddenOnPhone }) => ($isHiddenOnPhone ? 'none' : 'flex')};
  flex: 1 1 auto;
  flex-direction: column;
  min-width: 0;
  min-height: 0;
  background: ${({ theme }) => theme.colors.neutral0};

  ${({ theme }) => theme.breakpoints.medium} {
    display: flex;
    flex: 0 0 clamp(320px, 28vw, 380px);
    border-inline-end: 1px solid ${({ theme }) => theme.colors.neutral150};
  }
`;

export const ChatPaneFrame = styled.section<{ $isHiddenOnPhone: boolean }>`
  display: ${({ $isHiddenOnPhone }) => ($isHiddenOnPhone ? 'none' : 'flex')};
  flex: 1 1 0;
  flex-direction: column;
  min-width: 0;
  min-height: 0;

  ${({ theme }) => theme.breakpoints.medium} {
    display: flex;
  }
`;
