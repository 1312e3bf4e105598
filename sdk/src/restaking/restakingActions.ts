import type { Bound } from '../cairnActions.ts'
import type { CairnClient } from '../client.ts'
import { clearSlashedShares } from './clearSlashedShares.ts'
import { completeQueuedWithdrawals } from './completeQueuedWithdrawals.ts'
import { createPod } from './createPod.ts'
import { delegateTo } from './delegateTo.ts'
import type { RestakingDeployment } from './deployment.ts'
import { depositIntoStrategy } from './depositIntoStrategy.ts'
import { deregisterFromOperatorSets } from './deregisterFromOperatorSets.ts'
import { modifyAllocations } from './modifyAllocations.ts'
import { processClaim } from './processClaim.ts'
import { queueWithdrawals } from './queueWithdrawals.ts'
import { readOperator } from './readOperator.ts'
import { readOperatorSet } from './readOperatorSet.ts'
import { readPod } from './readPod.ts'
import { readRestaked } from './readRestaked.ts'
import { readRewards } from './readRewards.ts'
import { redelegate } from './redelegate.ts'
import { registerAsOperator } from './registerAsOperator.ts'
import { registerForOperatorSets } from './registerForOperatorSets.ts'
import { setAllocationDelay } from './setAllocationDelay.ts'
import { setClaimerFor } from './setClaimerFor.ts'
import { signDelegationApproval } from './signDelegationApproval.ts'
import { slashOperator } from './slashOperator.ts'
import { startCheckpoint } from './startCheckpoint.ts'
import { submitRewards } from './submitRewards.ts'
import { undelegate } from './undelegate.ts'
import { verifyCheckpointProofs } from './verifyCheckpointProofs.ts'
import { verifyWithdrawalCredentials } from './verifyWithdrawalCredentials.ts'

/**
 * Every action of the restaking layer as a method of a viem client: of Cairn's, or of EigenLayer's own.
 *
 * @example
 * const client = createClient({ account, chain: mainnet, transport: http() }).extend(restakingActions(eigenLayer))
 * const { holdings } = await client.readRestaked()
 */
export function restakingActions(deployment: RestakingDeployment) {
  return (client: CairnClient) => ({
    depositIntoStrategy: (args: Bound<depositIntoStrategy.Args>) =>
      depositIntoStrategy(client, { ...args, deployment }),
    delegateTo: (args: Bound<delegateTo.Args>) => delegateTo(client, { ...args, deployment }),
    undelegate: (args: Bound<undelegate.Args> = {}) => undelegate(client, { ...args, deployment }),
    redelegate: (args: Bound<redelegate.Args>) => redelegate(client, { ...args, deployment }),
    queueWithdrawals: (args: Bound<queueWithdrawals.Args>) =>
      queueWithdrawals(client, { ...args, deployment }),
    completeQueuedWithdrawals: (args: Bound<completeQueuedWithdrawals.Args> = {}) =>
      completeQueuedWithdrawals(client, { ...args, deployment }),
    readRestaked: (args: Bound<readRestaked.Args> = {}) =>
      readRestaked(client, { ...args, deployment }),
    signDelegationApproval: (args: Bound<signDelegationApproval.Args>) =>
      signDelegationApproval(client, { ...args, deployment }),

    registerAsOperator: (args: Bound<registerAsOperator.Args>) =>
      registerAsOperator(client, { ...args, deployment }),
    setAllocationDelay: (args: Bound<setAllocationDelay.Args>) =>
      setAllocationDelay(client, { ...args, deployment }),
    modifyAllocations: (args: Bound<modifyAllocations.Args>) =>
      modifyAllocations(client, { ...args, deployment }),
    registerForOperatorSets: (args: Bound<registerForOperatorSets.Args>) =>
      registerForOperatorSets(client, { ...args, deployment }),
    deregisterFromOperatorSets: (args: Bound<deregisterFromOperatorSets.Args>) =>
      deregisterFromOperatorSets(client, { ...args, deployment }),
    readOperator: (args: Bound<readOperator.Args> = {}) =>
      readOperator(client, { ...args, deployment }),

    slashOperator: (args: Bound<slashOperator.Args>) =>
      slashOperator(client, { ...args, deployment }),
    clearSlashedShares: (args: Bound<clearSlashedShares.Args>) =>
      clearSlashedShares(client, { ...args, deployment }),
    readOperatorSet: (args: Bound<readOperatorSet.Args>) =>
      readOperatorSet(client, { ...args, deployment }),

    submitRewards: (args: Bound<submitRewards.Args>) =>
      submitRewards(client, { ...args, deployment }),
    processClaim: (args: Bound<processClaim.Args>) => processClaim(client, { ...args, deployment }),
    setClaimerFor: (args: Bound<setClaimerFor.Args>) =>
      setClaimerFor(client, { ...args, deployment }),
    readRewards: (args: Bound<readRewards.Args> = {}) =>
      readRewards(client, { ...args, deployment }),

    createPod: (args: Bound<createPod.Args> = {}) => createPod(client, { ...args, deployment }),
    verifyWithdrawalCredentials: (args: Bound<verifyWithdrawalCredentials.Args>) =>
      verifyWithdrawalCredentials(client, { ...args, deployment }),
    startCheckpoint: (args: Bound<startCheckpoint.Args> = {}) =>
      startCheckpoint(client, { ...args, deployment }),
    verifyCheckpointProofs: (args: Bound<verifyCheckpointProofs.Args>) =>
      verifyCheckpointProofs(client, { ...args, deployment }),
    readPod: (args: Bound<readPod.Args> = {}) => readPod(client, { ...args, deployment }),
  })
}
