/** "Test" by language; in capitals where there are any, so that nobody overlooks it. */
const WORDS: Readonly<Record<string, string>> = {
  en: 'TEST',
  zh: '测试',
  ja: 'テスト',
  ko: '테스트',
  es: 'PRUEBA',
  pt: 'TESTE',
  hu: 'TESZT',
  ru: 'ТЕСТ',
  uk: 'ТЕСТ',
  bg: 'ТЕСТ',
  el: 'ΔΟΚΙΜΗ',
}

/** What a test message begins with, in its language: `[TEST]`. */
export const testMark = (language: string): string =>
  `[${WORDS[language.split('-')[0]?.toLowerCase() ?? ''] ?? 'TEST'}]`
