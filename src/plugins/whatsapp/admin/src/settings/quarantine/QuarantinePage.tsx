import { useEffect, useMemo, useState } from 'react';
import { Button, Flex } from '@strapi/design-system';
import { CheckCircle } from '@strapi/icons';
import { useSearchParams } from 'react-router-dom';
import type { QuarantinedEvent } from '../../../../contracts/quarantine';
import { useGetWhatsAppQuarantineQuery, useLoadMoreWhatsAppQuarantineMutation } from '../../api/quarantine';
import { useCompany } from '../../company/CompanyContext';
import { CenterState } from '../../parts/CenterState';
import { ProblemState } from '../../parts/ProblemState';
import { useText } from '../../parts/useText';
import { CompanyGate } from '../CompanyGate';
import { Panel } from '../Panel';
import { SettingsFrame } from '../SettingsFrame';
import { Waiting } from '../Waiting';
import { BodyDialog } from './BodyDialog';
import { QuarantineActions } from './QuarantineActions';
import { QuarantineBar } from './QuarantineBar';
import { QuarantineList } from './QuarantineList';
import { filtersOf, paramsOf, viewIn, type QuarantineView } from './quarantine-view';
import { useDecisions } from './useDecisions';

/** While something is being replayed it is asked again and again what became of it. */
const POLL_MS = 2_000;

const usePage = (view: QuarantineView) => {
  const filters = useMemo(() => filtersOf(view), [view]);
  const [isReplaying, setIsReplaying] = useState(false);
  const { currentData, error, isFetching, refetch } = useGetWhatsAppQuarantineQuery(filters, {
    pollingInterval: isReplaying ? POLL_MS : 0,
  });
  useEffect(() => {
    setIsReplaying(currentData?.data.some(({ state }) => state === 'replaying') ?? false);
  }, [currentData]);
  return { page: currentData, error, isFetching, refetch, filters };
};

const Nothing = ({ view }: { view: QuarantineView }) => {
  const text = useText();
  const isAll = view.show === 'open' && view.reason === null;
  return (
    <Panel>
      <CenterState
        icon={<CheckCircle width="3.2rem" height="3.2rem" />}
        title={text(isAll ? 'quarantine.empty.title' : 'quarantine.none.title')}
      >
        {text(isAll ? 'quarantine.empty.hint' : 'quarantine.none.hint')}
      </CenterState>
    </Panel>
  );
};

const Lines = ({ view, answer }: { view: QuarantineView; answer: ReturnType<typeof usePage> }) => {
  const text = useText();
  const { page, error, isFetching, refetch, filters } = answer;
  const [loadMore, more] = useLoadMoreWhatsAppQuarantineMutation();
  const [shown, setShown] = useState<QuarantinedEvent | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const decisions = useDecisions(() => setChosen(new Set()));

  if (!page && isFetching) return <Waiting />;
  if (!page) {
    return (
      <Panel>
        <ProblemState title={text('quarantine.error')} error={error} onRetry={() => void refetch()} />
      </Panel>
    );
  }
  if (page.data.length === 0) return <Nothing view={view} />;

  // What left the list meanwhile is not chosen any more.
  const present = page.data.filter(({ id }) => chosen.has(id)).map(({ id }) => id);
  const choose = (id: string, isChosen: boolean) =>
    setChosen((before) => new Set(isChosen ? [...before, id] : [...before].filter((one) => one !== id)));
  const { nextCursor, counts } = page.meta;
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <QuarantineActions
        view={view}
        waiting={view.reason ? counts[view.reason] : 0}
        chosen={present}
        isAllChosen={present.length === page.data.length}
        onChooseAll={(isChosen) => setChosen(new Set(isChosen ? page.data.map(({ id }) => id) : []))}
        decisions={decisions}
      />
      <QuarantineList
        events={page.data}
        chosen={chosen}
        isBusy={decisions.isBusy}
        onChoose={choose}
        onShow={setShown}
        onReplay={({ id }) => void decisions.replay({ ids: [id] })}
        onDismiss={({ id }) => void decisions.dismiss({ ids: [id] })}
      />
      {nextCursor ? (
        <Flex justifyContent="center">
          <Button
            variant="tertiary"
            loading={more.isLoading}
            onClick={() => void loadMore({ filters, cursor: nextCursor })}
          >
            {text(more.isError ? 'quarantine.more-again' : 'quarantine.more')}
          </Button>
        </Flex>
      ) : null}
      {shown ? <BodyDialog event={shown} onClose={() => setShown(null)} /> : null}
    </Flex>
  );
};

const Quarantine = () => {
  const text = useText();
  const { tenant } = useCompany();
  const [params, setParams] = useSearchParams();
  const view = useMemo(() => viewIn(params), [params]);
  const answer = usePage(view);
  const show = (next: Partial<QuarantineView>) =>
    setParams(paramsOf({ ...view, ...next }), { replace: true });

  return (
    <SettingsFrame
      title={text('quarantine.title')}
      subtitle={text('quarantine.subtitle', { company: tenant.name })}
    >
      <Flex direction="column" alignItems="stretch" gap={4}>
        <QuarantineBar view={view} counts={answer.page?.meta.counts} onChange={show} />
        <Lines key={JSON.stringify(view)} view={view} answer={answer} />
      </Flex>
    </SettingsFrame>
  );
};

/** Settings → WhatsApp → Quarantine: what arrived properly signed and found no place, and what shall become of it. */
export const QuarantinePage = () => {
  const text = useText();
  return (
    <CompanyGate
      right="channels"
      title={text('quarantine.title')}
      subtitle={text('quarantine.subtitle.plain')}
    >
      <Quarantine />
    </CompanyGate>
  );
};
