import { bellwether } from '#infra/bellwether.ts'

bellwether().app.synth()
