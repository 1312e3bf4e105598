import { attempt, keys, restaker, world } from '../connect.ts'

const { restaking } = await world()
const fir = await restaker(keys.fir)
await attempt(async () => {
  const { slashableUntil } = await fir.deregisterFromOperatorSets({
    avs: restaking.avs!.oracle!,
    operatorSetIds: [0],
  })
  console.log(`slashable through block ${slashableUntil}`)
})
