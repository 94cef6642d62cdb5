import type { FormEvent, ReactNode } from 'react';
import { Button, Flex, Modal } from '@strapi/design-system';
import { styled } from 'styled-components';
import { problemOf } from '../api/problem';
import { Notice } from '../parts/Notice';
import { explainProblem } from '../parts/problem-text';
import { useText } from '../parts/useText';

/** The window's own column goes on inside of the form, so that only the fields scroll. */
const Form = styled.form`
  display: flex;
  flex-direction: column;
  min-height: 0;
`;

interface FormDialogProps {
  title: string;
  action: string;
  isDanger?: boolean;
  isBusy: boolean;
  isDisabled?: boolean;
  error: unknown;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A few fields in a window of their own. What the server refused is said inside, and nothing typed is lost. */
export const FormDialog = ({
  title,
  action,
  isDanger = false,
  isBusy,
  isDisabled = false,
  error,
  onSubmit,
  onClose,
  children,
}: FormDialogProps) => {
  const text = useText();
  const explanation = error ? explainProblem(text, problemOf(error)) : null;
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    // A dialog is drawn elsewhere, but its events still climb to the form that it was opened from.
    event.stopPropagation();
    if (!isBusy && !isDisabled) onSubmit();
  };

  return (
    <Modal.Root open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <Modal.Content aria-describedby={undefined}>
        <Form onSubmit={handleSubmit} noValidate>
          <Modal.Header closeLabel={text('action.close')}>
            <Modal.Title>{title}</Modal.Title>
          </Modal.Header>
          <Modal.Body>
            <Flex direction="column" alignItems="stretch" gap={5}>
              {children}
              {explanation ? (
                <Notice kind="danger" role="alert">
                  {[explanation.reason, explanation.remedy].filter(Boolean).join(' ')}
                </Notice>
              ) : null}
            </Flex>
          </Modal.Body>
          <Modal.Footer>
            <Button type="button" variant="tertiary" onClick={onClose}>
              {text('action.cancel')}
            </Button>
            <Button
              type="submit"
              variant={isDanger ? 'danger' : 'default'}
              loading={isBusy}
              disabled={isDisabled}
            >
              {action}
            </Button>
          </Modal.Footer>
        </Form>
      </Modal.Content>
    </Modal.Root>
  );
};
