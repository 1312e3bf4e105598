import { formatUnits } from 'viem'
import { connect } from './connect.ts'

const cairn = await connect()
for (const { id, beaconIndex, status, balance, inFlight } of await cairn.readValidators())
  console.log(
    `${id} (beacon index ${beaconIndex}): ${status}, ${formatUnits(balance, 9)} ETH and ${formatUnits(inFlight, 9)} on its way`,
  )
