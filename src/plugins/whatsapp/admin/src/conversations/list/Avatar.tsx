import { User } from '@strapi/icons';
import { styled } from 'styled-components';
import { accentOf, initialsOf, type AvatarAccent } from '../person-look';

/** A third of the accent over the page's own ground: soft in both themes, and text stays readable on it. */
const Disc = styled.span<{ $accent: AvatarAccent; $isSmall: boolean }>`
  display: flex;
  flex-shrink: 0;
  align-items: center;
  justify-content: center;
  width: ${({ $isSmall }) => ($isSmall ? '2rem' : '4rem')};
  height: ${({ $isSmall }) => ($isSmall ? '2rem' : '4rem')};
  border-radius: 50%;
  font-size: ${({ theme, $isSmall }) => ($isSmall ? '0.9rem' : theme.fontSizes[2])};
  font-weight: ${({ theme }) => theme.fontWeights.bold};
  color: ${({ theme }) => theme.colors.neutral800};
  background: ${({ theme, $accent }) =>
    `color-mix(in srgb, ${theme.colors[$accent]} 32%, ${theme.colors.neutral0})`};
`;

interface AvatarProps {
  id: string;
  name: string;
}

/** Decoration: the name always stands beside it. */
export const Avatar = ({ id, name }: AvatarProps) => (
  <Disc $accent={accentOf(id)} $isSmall={false} aria-hidden>
    {initialsOf(name) || <User width="1.8rem" height="1.8rem" />}
  </Disc>
);

/** The same for a colleague, small. */
export const Initials = ({ id, name, title }: AvatarProps & { title?: string }) => (
  <Disc $accent={accentOf(id)} $isSmall title={title} aria-hidden>
    {initialsOf(name) || <User width="1rem" height="1rem" />}
  </Disc>
);
