import { styled } from 'styled-components';

export const LogFrame = styled.div`
  position: relative;
  display: flex;
  flex: 1 1 0;
  flex-direction: column;
  min-height: 0;
`;

export const LogViewport = styled.div<{ $isSettled: boolean }>`
  display: flex;
  flex: 1 1 0;
  flex-direction: column;
  min-height: 0;
  overflow-x: hidden;
  overflow-y: auto;
  overscroll-behavior: contain;
  /* The first drawing measures; nobody should see it looking for its place. */
  visibility: ${({ $isSettled }) => ($isSettled ? 'visible' : 'hidden')};

  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: -2px;
  }
`;

/** As tall as all rows together; a short chat rests at the foot. */
export const LogSizer = styled.div`
  position: relative;
  flex-shrink: 0;
  width: 100%;
  margin-block-start: auto;
`;

export const LogHead = styled.div`
  position: absolute;
  inset-inline: 0;
  top: 0;
  display: flex;
  align-items: center;
  justify-content: center;
  height: 48px;
`;

export const LogRow = styled.div`
  position: absolute;
  inset-inline: 0;
  top: 0;
`;
