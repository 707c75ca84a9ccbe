import { createTemplateEngine } from '#shared/adapters/liquid/template-engine.ts'
import type { Templates } from '#shared/domain/campaign/campaign.ts'
import { PermanentError } from '#shared/domain/errors.ts'
import { chooseLanguage } from '#shared/domain/message/choose-language.ts'
import { smsText } from '#shared/domain/message/sms-text.ts'
import type { Rendered, RenderRequest, TemplateRenderer } from '#shared/ports/template-renderer.ts'

const oneLine = (text: string): string => text.replace(/\s+/g, ' ')

/** The language's templates, of those languages that have the channel. */
const templatesFor = ({ campaign, channel, locale, bankLocale }: RenderRequest) => {
  const written = Object.keys(campaign.messages).filter((tag) => campaign.messages[tag]?.[channel])
  const language = chooseLanguage(written, locale, bankLocale)
  const templates = language === undefined ? undefined : campaign.messages[language]
  if (language === undefined || !templates) throw new PermanentError('template-missing')
  return { language, templates }
}

/** Liquid behind the port: texts plain, the HTML part of emails with every output escaped. */
export const createTemplateRenderer = (): TemplateRenderer => {
  const plain = createTemplateEngine('none')
  const html = createTemplateEngine('html')

  const renderIn = (locale: string, templates: Templates, request: RenderRequest): Rendered => {
    const { channel, variables } = request
    const reader = { locale, timeZone: request.timeZone }
    const write = (template: string) => plain.render(template, variables, reader)
    const { email, sms, inapp } = templates
    if (channel === 'email' && email) {
      const text = { channel, locale, subject: oneLine(write(email.subject)), text: write(email.text) }
      return email.html === undefined ? text : { ...text, html: html.render(email.html, variables, reader) }
    }
    if (channel === 'sms' && sms) return { channel, locale, text: smsText(write(sms.text)) }
    if (channel === 'inapp' && inapp) {
      return { channel, locale, title: oneLine(write(inapp.title)), text: write(inapp.text) }
    }
    throw new PermanentError('template-missing')
  }

  return {
    render: (request) => {
      const { language, templates } = templatesFor(request)
      return renderIn(language, templates, request)
    },
  }
}
