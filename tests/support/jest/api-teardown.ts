import { closeDatabases } from '../installation';
import { takeRunning } from './running';
import { removeStacksFile } from './stacks-file';

const tearDown = async (): Promise<void> => {
  const { stacks, postgres } = takeRunning();
  await closeDatabases();
  await Promise.all(stacks.map((stack) => stack.stop()));
  await postgres?.stop();
  removeStacksFile();
};

export default tearDown;
